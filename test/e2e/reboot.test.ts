import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bootsAgain } from '../lab/boots-again.ts'
import { createLab, type Lab } from '../lab/lab.ts'
import { grubby, updateGrub } from '../steps/boot-loader-doubles.ts'
import { changes, nodeprep } from './nodeprep.ts'

const hosts = ['deb', 'el'] as const
const playbook = (timeout: number) => `apiVersion: nodeprep.dev/v1alpha1
kind: Playbook
metadata: { name: kernel, description: a parameter and the reboot that it takes }
steps:
  - id: before
    file: { path: /root/before, content: "done\\n" }
  - id: parameters
    kernelParameters: { name: cluster, values: '{{json resolved.kernelParameters}}' }
  - id: reboot
    reboot: { allowed: '{{json (eq cluster.reboot "allowed")}}', timeout: ${timeout} }
  - id: after
    file: { path: /root/after, content: "done\\n" }
`

let lab: Lab
let cwd: string

/** Writes c.yaml for these hosts with the parameter lab.answer=VALUE. */
async function cluster(names: readonly string[], value: number, reboot: 'allowed' | 'refused'): Promise<void> {
  const { identityFile, knownHostsFile } = lab.ssh
  const lines = names.map(
    (name) => `    - { name: ${name}, address: ${lab.host(name).address}, role: control-plane }\n`,
  )
  await writeFile(
    join(cwd, 'c.yaml'),
    `apiVersion: nodeprep.dev/v1alpha1
kind: Cluster
metadata: { name: reboots }
spec:
  kubernetes: { version: 1.20.2, controlPlaneEndpoint: api.lab }
  cni: none
  ignoreChecks: [cri-o-source]
  kernel: { parameters: { lab.answer: ${value} } }
  reboot: ${reboot}
  ssh: { user: root, identityFile: ${identityFile}, knownHostsFile: ${knownHostsFile} }
  hosts:
${lines.join('')}`,
  )
}
const run = (...args: string[]) => nodeprep(lab, [...args, '--output', 'json'], { cwd })
const kernel = async (timeout = 120) => {
  await writeFile(join(cwd, 'kernel.yaml'), playbook(timeout))
  return run('playbook', 'run', './kernel.yaml', 'c.yaml')
}
const said = async (host: string, command: string) => (await lab.exec(host, command)).stdout
const bootOf = (host: string) => said(host, 'cat /proc/sys/kernel/random/boot_id')

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'nodeprep-reboot-'))
  lab = await createLab({
    id: `reboot-${process.pid}`,
    hosts: [
      { name: 'deb', kind: 'debian12' },
      { name: 'el', kind: 'centos' },
    ],
  })
  const install = (name: string) => `cat >/usr/local/sbin/${name} && chmod 755 /usr/local/sbin/${name}`
  await lab.exec('deb', install('update-grub'), updateGrub)
  await lab.exec('el', `${install('grubby')}; mkdir /boot/entries; echo 'ro quiet' >/boot/entries/5.14`, grubby)
})
afterAll(() => lab.down())

/** The tests of this file are one story. */
describe('a kernel parameter', () => {
  it('is in the plan together with the reboot that it takes', async () => {
    await cluster(hosts, 42, 'allowed')
    const { exitCode, events } = await run('plan', 'c.yaml')
    expect(exitCode).toBe(4)
    const planned = changes(events).filter((change) => /kernel-parameters|reboot/.test(change))
    expect([...planned].sort()).toEqual(
      hosts.flatMap((host) => [`${host} kernel-parameters would-change`, `${host} reboot would-change`]),
    )
  })

  it('stops the run at the reboot where that is not allowed, with what to do', async () => {
    await cluster(['deb'], 42, 'refused')
    const before = await bootOf('deb')
    const { exitCode, events } = await kernel()
    expect(exitCode).toBe(1)
    expect(changes(events)).toEqual(['deb before changed', 'deb parameters changed', 'deb reboot failed'])
    const output = events.flatMap((event) => (event.type === 'step-ended' ? [event.output ?? ''] : [])).join('')
    expect(output).toContain('a reboot is owed, for kernel parameters lab.answer=42: reboot the host by hand')
    expect(await bootOf('deb')).toBe(before)
  })

  it('is there after one reboot of each host, from which the same run goes on', async () => {
    await cluster(hosts, 42, 'allowed')
    const former = await Promise.all(hosts.map(bootOf))
    const stop = hosts.map((host) => bootsAgain(lab, host))
    const { exitCode, events, stdout, stderr } = await kernel()
    const boots = await Promise.all(stop.map((one) => one()))
    expect([exitCode, boots], stdout + stderr).toEqual([0, [1, 1]])
    expect(changes(events).filter((change) => change.startsWith('el '))).toEqual([
      'el before changed',
      'el parameters changed',
      'el reboot changed',
      'el after changed',
    ])
    for (const [i, host] of hosts.entries()) {
      expect(await said(host, 'cat /proc/cmdline')).toContain('lab.answer=42')
      expect(await said(host, 'cat /root/after; grep -c " reboot " /var/lib/nodeprep/journal')).toMatch(/^done\n/)
      expect(await bootOf(host)).not.toBe(former[i])
    }
    const notes = events.flatMap((event) => (event.type === 'note' ? [event.message] : []))
    expect(notes).toContain('rebooting (for up to 2 min)')
    expect(notes.join('\n')).toMatch(/back after \d+ s; going on/)
  })

  it('is left alone by the next run', async () => {
    const { exitCode, events } = await kernel()
    expect([exitCode, changes(events)]).toEqual([0, []])
  })

  it('whose host does not come back fails in bounded time, and the run after goes on', async () => {
    await cluster(['deb'], 43, 'allowed')
    const { exitCode, events } = await kernel(4)
    expect(exitCode).toBe(3)
    expect(events.find((event) => event.type === 'host-ended')).toMatchObject({
      outcome: 'unreachable',
      error: { message: expect.stringContaining('did not come back within 4 s of its reboot') as string },
    })
    await lab.powerOn('deb')
    const again = await kernel()
    expect([again.exitCode, changes(again.events)]).toEqual([0, []])
    expect(await said('deb', 'cat /proc/cmdline')).toContain('lab.answer=43')
  })

  it('without which the host boots all the same fails, and does not reboot it again', async () => {
    await cluster(['deb'], 44, 'allowed')
    await lab.exec(
      'deb',
      `sed -i '/^for kernel/i echo "linux /other ro quiet" >/boot/grub/first' /usr/local/sbin/update-grub
echo 'cat /boot/grub/grub.cfg >>/boot/grub/first; mv /boot/grub/first /boot/grub/grub.cfg' >>/usr/local/sbin/update-grub`,
    )
    const stop = bootsAgain(lab, 'deb')
    const first = await kernel()
    const second = await kernel()
    expect([first.exitCode, second.exitCode, await stop()]).toEqual([1, 1, 1])
    for (const { events } of [first, second])
      expect(events.flatMap((event) => (event.type === 'step-ended' ? [event.output ?? ''] : [])).join('')).toContain(
        'its kernel was started without lab.answer=44 although /boot/grub/grub.cfg has it',
      )
  })
})
