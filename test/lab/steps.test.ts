import { describe, expect, test } from 'vitest'
import { hosts } from '../steps/copy/plan.ts'
import { useLab } from './fixture.ts'
import { converge, runSteps } from './step-runs.ts'

// What the copies of test/steps cannot have: a systemd, and a boot.

const kinds = [
  ['debian12', hosts.debian12],
  ['centos', hosts.rocky9],
] as const

const lab = useLab({ hosts: kinds.map(([kind]) => ({ name: kind, kind })) })

const unitText = (argument: string) =>
  `[Service]\nExecStart=/bin/sleep ${argument}\n[Install]\nWantedBy=multi-user.target\n`
const unitFile = (argument: string) => ({
  kind: 'file',
  id: 'unit',
  params: { path: '/etc/systemd/system/np-demo.service', content: unitText(argument) },
  owes: ['np-demo'],
})
const demo = {
  kind: 'service',
  params: { name: 'np-demo', enabled: true, state: 'started', restartedBy: ['unit'] },
}

describe.each(kinds)('on %s', (name, facts) => {
  const ask = async (command: string) => (await lab().exec(name, command)).stdout
  const run = async (steps: Parameters<typeof runSteps>[3], mode?: 'check') =>
    (await runSteps(lab(), name, facts, steps, mode)).seen

  describe('service', () => {
    const pid = () => ask('systemctl show -p MainPID np-demo')

    test('enables and starts a unit that was just written, and restarts it when its file changes', async () => {
      await converge(lab(), name, facts, [unitFile('1111'), demo])
      const before = await pid()
      await converge(lab(), name, facts, [unitFile('2222'), demo])
      expect(await pid()).not.toBe(before)
      expect(await ask('systemctl show -p ExecStart np-demo')).toContain('2222')
    })

    test('sees a drop-in that systemd has not read yet, and has it read', async () => {
      await ask('mkdir -p /etc/systemd/system/np-demo.service.d && systemctl daemon-reload')
      await ask('printf "[Service]\\nNice=5\\n" >/etc/systemd/system/np-demo.service.d/x.conf')
      await converge(lab(), name, facts, [demo])
      expect(await ask('systemctl show -p Nice np-demo')).toBe('Nice=5\n')
    })

    test('restarts for a first drop-in too, which systemd itself does not notice', async () => {
      const folder = '/etc/systemd/system/np-demo.service.d'
      await ask(`rm -rf ${folder} && systemctl daemon-reload && systemctl restart np-demo`)
      const params = { path: `${folder}/y.conf`, content: '[Service]\nNice=7\n' }
      const dropIn = { kind: 'file', id: 'drop-in', params, owes: ['np-demo'] }
      const restarted = { ...demo, params: { ...demo.params, restartedBy: ['drop-in'] } }
      await converge(lab(), name, facts, [dropIn, restarted])
      expect(await ask('ps -o ni= -p "$(systemctl show -p MainPID --value np-demo)"')).toMatch(/^ *7\n$/)
    })

    test('a unit that failed is started again, and one that cannot start is explained', async () => {
      await ask('systemctl kill -s KILL np-demo; while systemctl is-active -q np-demo; do sleep 0.1; done')
      await converge(lab(), name, facts, [demo])
      const broken = {
        ...unitFile('1'),
        params: { ...unitFile('1').params, content: '[Service]\nType=oneshot\nExecStart=/bin/false\n' },
      }
      const { seen, output } = await runSteps(lab(), name, facts, [broken, demo])
      expect(seen).toEqual(['changed', 'failed'])
      expect(output).toContain('code=exited, status=1/FAILURE')
      expect(output).toContain('systemctl restart np-demo failed; its status and last lines of log are above')
    })

    test('stops and disables, and takes a unit that is not there for stopped', async () => {
      const off = (unit: string) => ({ kind: 'service', params: { name: unit, enabled: false, state: 'stopped' } })
      await run([unitFile('3333'), demo])
      await converge(lab(), name, facts, [off('np-demo')])
      expect(await run([off('np-nothing')], 'check')).toEqual(['ok'])
    })
  })

  test('an owed restart is paid by the next run when this one was killed before it', async () => {
    const killed = { kind: 'command', params: { title: 'killed', check: 'false', apply: 'kill -KILL $$' } }
    await run([unitFile('4444'), demo])
    expect(await run([unitFile('5555'), killed, demo])).toEqual(['changed'])
    expect(await run([unitFile('5555'), demo])).toEqual(['ok', 'changed'])
    expect(await ask('tr "\\0" " " </proc/$(systemctl show -p MainPID --value np-demo)/cmdline')).toBe(
      '/bin/sleep 5555 ',
    )
  })

  test('modules, sysctls that 99-sysctl.conf contradicts, and no swap: all still hold after a boot', async () => {
    const mine = '/etc/sysctl.d/99-zz-nodeprep.conf'
    const values = { 'net.bridge.bridge-nf-call-iptables': 1, 'net.ipv4.ip_forward': 1 }
    const steps = [
      { kind: 'kernelModule', params: { name: 'overlay' } },
      { kind: 'kernelModule', params: { name: 'br_netfilter' } },
      { kind: 'sysctl', params: { file: mine, values } },
      { kind: 'swap', params: { state: 'off' } },
    ]
    await ask('rm -f /etc/sysctl.d/99-sysctl.conf; echo net.ipv4.ip_forward=0 >/etc/sysctl.d/99-sysctl.conf')
    await ask('echo "/dev/np-none none swap nofail 0 0" >>/etc/fstab')
    await ask('printf "[Swap]\\nWhat=/np-swapfile\\n" >/usr/lib/systemd/system/np\\\\x2dswapfile.swap')
    await ask('systemctl add-wants swap.target "np\\\\x2dswapfile.swap" && systemctl daemon-reload')
    // The machine's own swap is none of a lab's business.
    const noSwap =
      'printf "Filename\\n" >/root/swaps && mount --bind /root/swaps /proc/swaps && ln -sf /bin/true /usr/local/sbin/swapoff'
    await ask(noSwap)
    await converge(lab(), name, facts, steps)
    await ask('systemctl restart systemd-sysctl')
    expect(await run(steps, 'check')).toEqual(['ok', 'ok', 'ok', 'ok'])
    expect(await ask('readlink "/etc/systemd/system/np\\\\x2dswapfile.swap"')).toBe('/dev/null\n')
    await lab().powerOff(name)
    await lab().powerOn(name)
    await ask(noSwap)
    expect(await run(steps, 'check')).toEqual(['ok', 'ok', 'ok', 'ok'])
    expect(await run([demo], 'check')).toEqual(['ok'])
  })
})

test('selinux: absent on Debian, configured but not there on the CentOS-like host', async () => {
  const permissive = { kind: 'selinux', params: { mode: 'permissive' } }
  const enforcing = { kind: 'selinux', params: { mode: 'enforcing' } }
  expect((await runSteps(lab(), 'debian12', hosts.debian12, [permissive, enforcing], 'check')).seen).toEqual([
    'ok',
    'ok',
  ])
  await converge(lab(), 'centos', hosts.rocky9, [permissive])
  expect((await lab().exec('centos', 'cat /etc/selinux/config')).stdout).toBe(
    'SELINUX=permissive\nSELINUXTYPE=targeted\n',
  )
})
