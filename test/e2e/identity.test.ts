import { execa } from 'execa'
import { copyFile, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { useLab } from '../lab/fixture.ts'
import { opsPassword } from '../lab/lab.ts'
import { hostPaths } from '../lab/state.ts'
import type { ImpostorOptions } from '../transport/impostor.ts'
import { takeOver, type ImpostorHost, type ImpostorKind } from './impostor-host.ts'
import { nodeprep, type Outcome } from './nodeprep.ts'

const labOf = useLab({
  hosts: [
    { name: 'h1', kind: 'debian12' },
    { name: 'h2', kind: 'debian12' },
  ],
})
const passphrase = 'canary-passphrase'
const secret = 'canary-of-the-program'
const secrets = [passphrase, opsPassword, secret]
/** What each attack came to. */
const table: string[] = []
let cwd: string

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'nodeprep-identity-'))
  await copyFile(labOf().ssh.identityFile, join(cwd, 'key'))
  await execa('ssh-keygen', ['-q', '-p', '-P', '', '-N', passphrase, '-f', join(cwd, 'key')])
  await writeFile(
    join(cwd, 'p.yaml'),
    `apiVersion: nodeprep.dev/v1alpha1
kind: Playbook
metadata: { name: p, description: a secret and a slow step }
steps:
  - id: secret
    sensitive: true
    file: { path: /root/secret, content: ${secret} }
  - id: slow
    command:
      title: a slow step is done
      check: '[ -e /root/slow ]'
      apply: 'i=0; while [ ! -e /root/go ] && [ $i -lt 1200 ]; do sleep 0.2; i=$((i + 1)); done; : >/root/slow'
`,
  )
})
afterAll(() => {
  const head = '| impostor | attack | transport | exit | code | log-ins | bytes after the key exchange |'
  console.log([head, '| --- | --- | --- | --- | --- | --- | --- |', ...table.sort()].join('\n'))
})

const address = (host: string) => labOf().host(host).address

/** The public ed25519 key of a lab host, as known_hosts has it. */
async function keyOf(host: string): Promise<string> {
  const text = await readFile(join(hostPaths(labOf().id, host).sshKeys, 'ssh_host_ed25519_key.pub'), 'utf8')
  return text.split(' ').slice(0, 2).join(' ')
}

interface Run {
  readonly transport: 'ssh' | 'openssh'
  readonly bastion: boolean
  readonly flags?: readonly string[]
}

/** Runs the playbook on h2, perhaps through h1, with all the secrets there are. */
async function run({ transport, bastion, flags = [] }: Run): Promise<Outcome> {
  const key = `user: ops, identityFile: ${join(cwd, 'key')}`
  const through = bastion ? `bastion: { address: ${address('h1')}, ${key} }, ` : ''
  const become = 'become: { method: sudo, password: { env: SUDO_PW } }'
  await writeFile(
    join(cwd, 'c.yaml'),
    `apiVersion: nodeprep.dev/v1alpha1
kind: Cluster
metadata: { name: identity }
spec:
  kubernetes: { version: 1.20.2 }
  ignoreChecks: [cri-o-source]
  cni: none
  ssh: { ${key}, knownHostsFile: known_hosts, transport: ${transport}, ${through}${become} }
  hosts: [{ name: h2, address: ${address('h2')}, role: control-plane }]
`,
  )
  const args = ['playbook', 'run', './p.yaml', 'c.yaml', '--output', 'json', ...flags]
  return nodeprep(labOf(), args, { cwd, env: { NODEPREP_KEY_PASSPHRASE: passphrase, SUDO_PW: opsPassword } })
}

const errorOf = ({ events }: Outcome) =>
  events.flatMap((event) => (event.type === 'host-ended' && event.error ? [event.error] : []))[0]

const hops = {
  'in place of the host': { host: 'h2', bastion: false },
  'in place of the bastion': { host: 'h1', bastion: true },
  'behind a good bastion': { host: 'h2', bastion: true },
} as const

interface Attack {
  readonly kind?: ImpostorKind
  readonly options?: (host: string) => ImpostorOptions
  /** What known_hosts says about the machine that the impostor stands for. */
  readonly known: (name: string, real: string) => string
  readonly code: string
}

const attacks: Readonly<Record<string, Attack>> = {
  'another key, real sshd': { kind: 'sshd', known: (name, real) => `${name} ${real}\n`, code: 'host-key-mismatch' },
  'another key': { known: (name, real) => `${name} ${real}\n`, code: 'host-key-mismatch' },
  'another type of key': {
    options: () => ({ hostKeyType: 'rsa' }),
    known: (name, real) => `${name} ${real}\n`,
    code: 'host-key-mismatch',
  },
  'the stolen key, revoked': {
    options: (host) => ({ hostKeyFiles: [join(hostPaths(labOf().id, host).sshKeys, 'ssh_host_ed25519_key')] }),
    known: (name, real) => `${name} ${real}\n@revoked * ${real}\n`,
    code: 'host-key-mismatch',
  },
  'never met': { known: () => '', code: 'host-key-unknown' },
}

describe.each(Object.keys(hops) as (keyof typeof hops)[])('an impostor %s', (hop) => {
  it.each(Object.keys(attacks))('with %s learns nothing, by either transport', async (attack) => {
    const { kind, options, known, code } = attacks[attack] ?? { known: () => '', code: '' }
    const { host, bastion } = hops[hop]
    const impostor = await takeOver(labOf(), host, kind, options?.(host))
    try {
      for (const transport of ['ssh', 'openssh'] as const) {
        const before = (await impostor.report()).records.length
        const good = host === 'h1' ? 'h2' : 'h1'
        const lines = `${address(good)} ${await keyOf(good)}\n${known(address(host), await keyOf(host))}`
        await writeFile(join(cwd, 'known_hosts'), lines)
        const outcome = await run({ transport, bastion })
        const { heard, records } = await impostor.report()
        const sent = records.slice(before).map(({ afterKeyExchange }) => afterKeyExchange)
        const bytes = sent.reduce<number>((sum, more) => sum + (more ?? 0), 0)
        const row = [hop, attack, transport, outcome.exitCode, errorOf(outcome)?.code, heard.length, bytes]
        table.push(`| ${row.join(' | ')} |`)
        expect([outcome.exitCode, errorOf(outcome)?.code]).toEqual([3, code])
        expect(errorOf(outcome)?.message).toContain(`${address(host)}:22`)
        expect(heard).toEqual([])
        // Not even the client's half of the end of the key exchange.
        expect([sent.length > 0, sent.every((more) => more === undefined)]).toEqual([true, true])
        expect(await readFile(join(cwd, 'known_hosts'), 'utf8')).toBe(lines)
      }
    } finally {
      await impostor.stop()
    }
  })
})

describe('a recorder that is trusted', () => {
  it.each(['ssh', 'openssh'] as const)(
    'hears program and password of transport %s, so that it would have',
    async (transport) => {
      const impostor = await takeOver(labOf(), 'h2')
      const heard = async () => (await impostor.report()).heard.join('\n')
      await writeFile(join(cwd, 'known_hosts'), `${address('h2')} ${impostor.hostKeys[0] ?? ''}\n`)
      const running = run({ transport, bastion: false })
      for (let tries = 0; tries < 600 && !(await heard()).includes(opsPassword); tries += 1) await sleep(100)
      const all = await heard()
      const { records } = await impostor.report()
      await impostor.stop()
      await running
      expect(all).toContain('authentication publickey of ops')
      expect(all).toContain(`input ${opsPassword}`)
      expect(all).toMatch(/command exec .*sudo /)
      expect(all).not.toContain('agent forwarding')
      expect(records[0]?.afterKeyExchange).toBeGreaterThan(0)
      // The passphrase is nobody's business but ours, even then.
      expect(all).not.toContain(passphrase)
    },
  )
})

describe('a host whose key changes while a run works on it', () => {
  const untilLock = async (there: boolean): Promise<void> => {
    for (let tries = 0; tries < 1200; tries += 1) {
      if (((await labOf().exec('h2', 'test -e /run/nodeprep/lock')).code === 0) === there) return
      await sleep(50)
    }
    throw new Error(`the program on h2 did not ${there ? 'start' : 'end'}`)
  }

  it.each([
    ['ssh', []],
    ['openssh', []],
    ['ssh', ['--accept-new-host-keys']],
    ['openssh', ['--accept-new-host-keys']],
  ] as const)('is refused when the run comes back, by transport %s %j', async (transport, flags) => {
    await labOf().exec('h2', 'rm -f /root/slow /root/secret /root/go')
    const known = flags.length > 0 ? '' : `${address('h2')} ${await keyOf('h2')}\n`
    await writeFile(join(cwd, 'known_hosts'), known)
    const working = run({ transport, bastion: false, flags })
    await untilLock(true)
    const impostor: ImpostorHost = await takeOver(labOf(), 'h2')
    const outcome = await working
    const { heard, records } = await impostor.report()
    await impostor.stop()
    await labOf().exec('h2', ': >/root/go')
    await untilLock(false)
    expect([outcome.exitCode, errorOf(outcome)?.code], outcome.stdout).toEqual([3, 'host-key-mismatch'])
    expect(heard).toEqual([])
    expect(records.length).toBeGreaterThan(0)
    expect(records.every(({ afterKeyExchange }) => afterKeyExchange === undefined)).toBe(true)
    expect(outcome.stdout + outcome.stderr).not.toContain(secret)
  })
})

describe('nodeprep trust', () => {
  it('records bastion and host, the bastion first, and the next run goes on with them', async () => {
    await writeFile(join(cwd, 'known_hosts'), '')
    await run({ transport: 'ssh', bastion: true })
    const call = { cwd, env: { NODEPREP_KEY_PASSPHRASE: passphrase, SUDO_PW: opsPassword } }
    const { exitCode, stdout, stderr } = await nodeprep(labOf(), ['trust', 'c.yaml', '--yes'], call)
    expect([exitCode, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(new RegExp(`^${address('h1')}:22 jump host\\n[^]*\\nh2 \\(${address('h2')}:22\\)\\n`))
    await labOf().exec('h2', ': >/root/go')
    const after = await run({ transport: 'ssh', bastion: true })
    expect(after.exitCode, after.stdout).toBe(0)
    for (const hidden of secrets) expect(stdout).not.toContain(hidden)
  })
})
