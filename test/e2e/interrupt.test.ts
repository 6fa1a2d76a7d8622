import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { useLab } from '../lab/fixture.ts'
import { startOnTerminal, startRun, until } from './interrupted-run.ts'
import { changes, nodeprep } from './nodeprep.ts'

const labOf = useLab({
  hosts: [
    { name: 'h1', kind: 'debian12' },
    { name: 'h2', kind: 'debian12' },
  ],
  artifacts: true,
})
let cwd: string

const slow = (name: string) => `
  - id: slow
    command:
      title: a slow step is done
      check: '[ -e /root/slow-${name} ]'
      apply: 'for i in 1 2 3 4 5 6 7 8; do echo "at work $i"; sleep 0.5; done; : >/root/slow-${name}'`
const packages = `
  - id: packages
    package: { packages: [containerd, perl] }`

/** Writes NAME.yaml, a playbook of these steps and one after them; the arguments that run it. */
async function playbook(name: string, steps: string, ...more: string[]): Promise<readonly string[]> {
  const text = `apiVersion: nodeprep.dev/v1alpha1
kind: Playbook
metadata: { name: ${name}, description: something to interrupt }
steps:${steps}
  - id: after
    file: { path: /root/after-${name}, content: "done\\n" }
`
  await writeFile(join(cwd, `${name}.yaml`), text)
  return ['playbook', 'run', `./${name}.yaml`, 'c.yaml', '--yes', ...more]
}

async function cluster(file: string, ssh: string, hosts: Readonly<Record<string, string>>): Promise<void> {
  const lines = Object.entries(hosts).map(
    ([name, address]) => `    - { name: ${name}, address: ${address}, role: control-plane }\n`,
  )
  const text = `apiVersion: nodeprep.dev/v1alpha1
kind: Cluster
metadata: { name: interrupted }
spec:
  kubernetes: { version: 1.20.2, controlPlaneEndpoint: api.lab }
  cni: none
  ignoreChecks: [cri-o-source]
  ssh: { ${ssh}, identityFile: ${labOf().ssh.identityFile}, knownHostsFile: ${labOf().ssh.knownHostsFile} }
  hosts:
${lines.join('')}`
  await writeFile(join(cwd, file), text)
}

const start = (args: readonly string[]) => startRun(labOf(), args, cwd)
const holds = async (host: string, shell: string) => (await labOf().exec(host, shell)).code === 0
const exists = (host: string, path: string) => holds(host, `test -e ${path}`)
const idle = (host: string) => until(`${host} to be idle`, async () => !(await exists(host, '/run/nodeprep/lock')))
const json = ['--output', 'json']
/** The host is as good as one that was never interrupted: rerun, and again. */
async function converges(args: readonly string[]): Promise<void> {
  const first = await nodeprep(labOf(), [...args, ...json], { cwd })
  const second = await nodeprep(labOf(), [...args, ...json], { cwd })
  expect([first.exitCode, second.exitCode, changes(second.events)], first.stdout).toEqual([0, 0, []])
}

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'nodeprep-interrupt-'))
  await cluster('c.yaml', 'user: root', { h1: labOf().host('h1').address, h2: labOf().host('h2').address })
})

describe('one Ctrl-C', () => {
  it('in a slow step: it says who finishes what, each host finishes that and starts nothing more', async () => {
    const args = await playbook('one', slow('one'), ...json)
    const run = start(args)
    for (const host of ['h1', 'h2']) await until(`${host} at work`, () => exists(host, '/run/nodeprep/lock'))
    await until('the steps have begun', () => run.events().filter(({ type }) => type === 'step-output').length > 2)
    run.interrupt()
    await run.says('stopping: ')
    expect(await exists('h1', '/root/slow-one')).toBe(false)
    expect(await run.exitCode).toBe(130)
    const told = run.notes().find((note) => note.startsWith('stopping: ')) ?? ''
    expect(told).toMatch(
      /^stopping: no new step will start; h\d finishes 1\/2 a slow step is done, h\d finishes 1\/2 a/,
    )
    expect([...changes(run.events())].sort()).toEqual(['h1 slow changed', 'h2 slow changed'])
    expect(run.events().at(-1)).toMatchObject({ exitCode: 130, hosts: { h1: 'interrupted', h2: 'interrupted' } })
    expect(await exists('h1', '/root/after-one')).toBe(false)
    await converges(args.slice(0, 4))
  })

  it('in the middle of apt-get: the packages are whole, and what comes after is not begun', async () => {
    const args = await playbook('apt', packages, '--limit', 'h1')
    const run = start(args)
    await until('dpkg is at work', () => holds('h1', 'pgrep -x dpkg'))
    run.interrupt()
    expect(await run.exitCode).toBe(130)
    expect(run.text()).toContain('h1 finishes 1/2 packages containerd, perl installed')
    expect(await holds('h1', 'test -z "$(dpkg --audit)" && dpkg -s containerd perl')).toBe(true)
    expect(await exists('h1', '/root/after-apt')).toBe(false)
    await converges(args)
  })

  it('while a host is connected to', async () => {
    await cluster('nobody.yaml', 'user: root', { nobody: '10.77.0.99' })
    const run = start(['plan', 'nobody.yaml', ...json])
    await run.says('host-connecting')
    run.interrupt()
    expect(await run.exitCode).toBe(130)
    expect(run.events().at(-1)).toMatchObject({ hosts: { nobody: 'interrupted' } })
  })

  it('while another run holds the host: it is left alone', async () => {
    // The first is at it until the second was interrupted, however long that takes to start.
    const held = slow('held').replace(/for i in .*? done;/, 'until [ -e /root/go-held ]; do sleep 0.1; done;')
    const args = await playbook('held', held, '--limit', 'h1')
    const first = start(args)
    await until('the first is at work', () => exists('h1', '/run/nodeprep/lock'))
    const second = start([...args, ...json])
    await second.says('a run started by ')
    second.interrupt()
    expect(await second.exitCode).toBe(130)
    expect(await exists('h1', '/root/slow-held')).toBe(false)
    expect(await holds('h1', ': >/root/go-held')).toBe(true)
    expect(await first.exitCode).toBe(0)
    expect(await exists('h1', '/root/after-held')).toBe(true)
  })
})

describe('two Ctrl-C', () => {
  /** Presses once, and again when the first has been answered and is known to be another press. */
  async function twice(run: { interrupt: () => unknown; says: (part: string) => Promise<void> }): Promise<void> {
    run.interrupt()
    await run.says('stopping: ')
    await new Promise((resolve) => setTimeout(resolve, 400))
    run.interrupt()
  }

  it('in a slow step leave at once: the host finishes it, and then stops', async () => {
    const args = await playbook('two', slow('two'), '--limit', 'h1')
    const run = start([...args, ...json])
    await until('the step has begun', () => run.events().some(({ type }) => type === 'step-output'))
    await twice(run)
    expect(await run.exitCode).toBe(130)
    expect(await exists('h1', '/root/slow-two')).toBe(false)
    expect(run.notes().at(-1)).toBe(
      `leaving: h1 finishes 1/2 a slow step is done and then stops; to reattach, run: nodeprep ${args.join(' ')} --output json`,
    )
    expect(run.events().at(-1)).toMatchObject({ type: 'run-ended', exitCode: 130, hosts: { h1: 'interrupted' } })
    await idle('h1')
    expect([await exists('h1', '/root/slow-two'), await exists('h1', '/root/after-two')]).toEqual([true, false])
    await converges(args)
  })

  it('in the middle of apt-get leave it at work; the command they name attaches and converges', async () => {
    const args = await playbook('left', packages, '--limit', 'h2')
    const run = start(args)
    await until('dpkg is at work', () => holds('h2', 'pgrep -x dpkg'))
    await twice(run)
    expect(await run.exitCode).toBe(130)
    const again = /to reattach, run: nodeprep (.*)/.exec(run.text())?.[1] ?? ''
    expect(again).toBe(args.join(' '))
    const attached = await nodeprep(labOf(), [...again.split(' '), ...json], { cwd })
    expect(attached.exitCode, attached.stdout).toBe(0)
    expect(await holds('h2', 'test -z "$(dpkg --audit)" && dpkg -s containerd perl')).toBe(true)
    await converges(args)
  })
})

describe('a terminal', () => {
  /** The settings of the terminal before and after are the same, and its cursor is not left hidden. */
  function restored(text: string): void {
    const settings = text.match(/^[0-9a-f]+(:[0-9a-f]+){10,}\r?$/gm) ?? []
    expect([settings.length, settings[0]]).toEqual([2, settings[1]])
    expect(text.lastIndexOf('\u001B[?25l')).toBeLessThanOrEqual(text.lastIndexOf('\u001B[?25h'))
  }

  it('is as it was after two Ctrl-C in the live view', async () => {
    const run = startOnTerminal(labOf(), await playbook('tty', slow('tty'), '--limit', 'h1'), cwd)
    await until('the step is at work', () => exists('h1', '/run/nodeprep/lock'))
    run.type('\u0003')
    await run.says('stopping: no new step will start; h1 finishes 1/2')
    await new Promise((resolve) => setTimeout(resolve, 400))
    run.type('\u0003')
    await run.exitCode
    expect(run.text()).toContain('exit=130')
    expect(run.text()).toContain('to reattach, run: nodeprep playbook run')
    restored(run.text())
    await idle('h1')
  })

  it('is as it was after a Ctrl-C at the question for a password, and nobody is told that it was wrong', async () => {
    await cluster('ask.yaml', 'user: ops, become: { method: sudo, password: ask }', { h1: labOf().host('h1').address })
    const run = startOnTerminal(labOf(), ['plan', 'ask.yaml'], cwd)
    await run.says('sudo password: ')
    run.type('\u0003')
    await run.exitCode
    expect(run.text()).toContain('exit=130')
    expect(run.text()).toContain('interrupted while connecting')
    expect(run.text()).not.toContain('requires a password')
    restored(run.text())
  })
})
