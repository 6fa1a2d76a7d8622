import { execa } from 'execa'
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLab, opsPassword, type Lab } from '../lab/lab.ts'
import { changes, command, nodeprep } from './nodeprep.ts'

const slow = `apiVersion: nodeprep.dev/v1alpha1
kind: Playbook
metadata: { name: slow, description: a step that takes its time and one after it }
steps:
  - id: slow
    command:
      title: a slow step is done
      check: '[ -e /root/slow-NAME ]'
      apply: 'for i in 1 2 3 4 5 6 7 8; do echo "at work $i"; sleep 0.5; done; : >/root/slow-NAME'
  - id: after
    file: { path: /root/after-NAME, content: "done\\n" }
`

let lab: Lab
let cwd: string

async function clusterFile(name: string, ssh: string): Promise<string> {
  const text = `apiVersion: nodeprep.dev/v1alpha1
kind: Cluster
metadata: { name: faults }
spec:
  kubernetes: { version: 1.20.2 }
  cni: none
  ignoreChecks: [cri-o-source]
  ssh: { identityFile: ${lab.ssh.identityFile}, ${ssh} }
  hosts: [{ name: h1, address: ${lab.host('h1').address}, role: control-plane }]
`
  await writeFile(join(cwd, `${name}.yaml`), text)
  await writeFile(join(cwd, `${name}-slow.yaml`), slow.replaceAll('NAME', name))
  return `${name}.yaml`
}
const exists = async (path: string): Promise<boolean> => (await lab.exec('h1', `test -e ${path}`)).code === 0

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 200; i += 1) {
    if (await holds()) return
    await sleep(50)
  }
  throw new Error('waited in vain')
}
const running = () => exists('/run/nodeprep/lock')

/** Ends the server's side of every ssh connection that is open now, by its pid. */
async function cutConnections(): Promise<void> {
  await lab.exec('h1', `for p in $(pgrep -f 'sshd: .*@notty'); do kill -9 "$p"; done`)
}

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'nodeprep-faults-'))
  lab = await createLab({ id: `faults-${process.pid}`, hosts: [{ name: 'h1', kind: 'debian12' }] })
})
afterAll(() => lab.down())

describe('a run that is disturbed', () => {
  it('outlives a cut connection: the step finishes, the client comes back, the run ends well', async () => {
    const file = await clusterFile('cut', `user: root, knownHostsFile: ${lab.ssh.knownHostsFile}`)
    const run = nodeprep(lab, ['playbook', 'run', './cut-slow.yaml', file, '--output', 'json'], { cwd })
    await until(running)
    await cutConnections()
    const { exitCode, events, stderr } = await run
    expect([exitCode, changes(events)], stderr).toEqual([0, ['h1 slow changed', 'h1 after changed']])
    expect(events.flatMap((e) => (e.type === 'note' ? [e.message] : []))).toContain('reconnected')
    const said = events.flatMap((e) => (e.type === 'step-output' ? [e.text] : [])).join('')
    expect(said).toBe([1, 2, 3, 4, 5, 6, 7, 8].map((i) => `at work ${i}\n`).join(''))
  })

  it('goes on without its client: killed with -9, the next apply waits for it and converges', async () => {
    const file = await clusterFile('kill', `user: root, knownHostsFile: ${lab.ssh.knownHostsFile}`)
    const [argv0, ...args] = command(lab, ['playbook', 'run', './kill-slow.yaml', file])
    const client = execa(argv0, args, { cwd, reject: false })
    await until(running)
    client.kill('SIGKILL')
    await client
    const { exitCode, events } = await nodeprep(lab, [...args.slice(3), '--output', 'json'], { cwd })
    expect([exitCode, changes(events)]).toEqual([0, []])
    expect(events.find((e) => e.type === 'note' && e.host === 'h1')).toMatchObject({
      message: expect.stringMatching(/^a run started by /) as string,
    })
    expect(await exists('/root/after-kill')).toBe(true)
  })

  it('is taken over where the host lost power: it starts again and ends well', async () => {
    const file = await clusterFile('power', `user: root, knownHostsFile: ${lab.ssh.knownHostsFile}`)
    const run = nodeprep(lab, ['playbook', 'run', './power-slow.yaml', file, '--output', 'json'], { cwd })
    await until(running)
    await lab.powerOff('h1')
    await lab.powerOn('h1')
    const { exitCode, events } = await run
    expect([exitCode, changes(events)]).toEqual([0, ['h1 slow changed', 'h1 after changed']])
  })

  it('lets the running step end on the first Ctrl-C and starts no other', async () => {
    const file = await clusterFile('stop', `user: root, knownHostsFile: ${lab.ssh.knownHostsFile}`)
    const [argv0, ...args] = command(lab, ['playbook', 'run', './stop-slow.yaml', file])
    const client = execa(argv0, args, { cwd, reject: false })
    await until(running)
    client.kill('SIGINT')
    expect((await client).exitCode).toBe(130)
    await until(async () => !(await running()))
    expect([await exists('/root/slow-stop'), await exists('/root/after-stop')]).toEqual([true, false])
  })
})

describe('strict about whom it talks to', () => {
  it('stops at a wrong host key before it logs in, let alone sends a byte of the program', async () => {
    const wrong = join(cwd, 'wrong')
    const other = join(cwd, 'other-key')
    await execa('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', other])
    await writeFile(wrong, `${lab.host('h1').address} ${await readFile(`${other}.pub`, 'utf8')}`)
    const file = await clusterFile('wrong', `user: root, knownHostsFile: ${wrong}`)
    await lab.exec('h1', 'journalctl --rotate -q; journalctl --vacuum-time=1s -q')
    const { exitCode, stdout } = await nodeprep(lab, ['plan', file], { cwd })
    expect(exitCode).toBe(3)
    expect(stdout).toContain('wrong:1')
    const { stdout: log } = await lab.exec('h1', 'journalctl -q --no-pager -t sshd -o cat')
    expect(log).not.toMatch(/Accepted|session opened/)
  })

  it('stops at an unknown host and shows its fingerprint and the remedy', async () => {
    await writeFile(join(cwd, 'empty'), '')
    const file = await clusterFile('unknown', `user: root, knownHostsFile: ${join(cwd, 'empty')}`)
    const { exitCode, stdout } = await nodeprep(lab, ['plan', file], { cwd })
    expect(exitCode).toBe(3)
    expect(stdout).toMatch(/SHA256:[\w+/]{43}/)
    expect(stdout).toContain('--accept-new-host-keys')
  })
})

describe('becoming root', () => {
  const known = () => `knownHostsFile: ${lab.ssh.knownHostsFile}`
  const sudo = (password: string) => `become: { method: sudo${password} }`

  it('works by sudo without a password', async () => {
    const file = await clusterFile('deploy', `user: deploy, ${known()}, ${sudo('')}`)
    const { exitCode, stdout } = await nodeprep(lab, ['playbook', 'run', './deploy-slow.yaml', file], { cwd })
    expect(exitCode, stdout).toBe(0)
  })

  it('works by sudo with a password, which is in no output', async () => {
    const file = await clusterFile('ops', `user: ops, ${known()}, ${sudo(', password: { env: SUDO_PW }')}`)
    const args = ['playbook', 'run', './ops-slow.yaml', file, '--output', 'json', '--log-file', join(cwd, 'ops.log')]
    const { exitCode, stdout, stderr } = await nodeprep(lab, args, { cwd, env: { SUDO_PW: opsPassword } })
    expect(exitCode, stdout).toBe(0)
    expect(stdout + stderr + (await readFile(join(cwd, 'ops.log'), 'utf8'))).not.toContain(opsPassword)
  })

  it('says so when the password is wrong, missing, or the user may not', async () => {
    const cases = [
      ['wrong', `user: ops, ${known()}, ${sudo(', password: { env: SUDO_PW }')}`, 'sudo refused the password'],
      ['none', `user: ops, ${known()}, ${sudo('')}`, 'cannot become root'],
      ['may-not', `user: nobody-special, ${known()}, ${sudo('')}`, 'cannot become root'],
    ] as const
    for (const [name, ssh, message] of cases) {
      const file = await clusterFile(name, ssh)
      const { exitCode, stdout } = await nodeprep(lab, ['plan', file], { cwd, env: { SUDO_PW: 'not this' } })
      expect(exitCode, stdout).not.toBe(0)
      expect(stdout).toContain(message)
    }
  })
})
