import { execFile } from 'node:child_process'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { TransportOptions } from '../../../src/transport/index.ts'
import type { SshSettings } from '../../../src/transport/target/settings.ts'
import { lookAt, recordKeys, type Sighting } from '../../../src/transport/trust/trust.ts'
import { machinesToTrust } from '../../../src/transport/trust/trust-machines.ts'
import { me, noSignal, startBench, type Bench } from '../bench.ts'
import { clientRecord } from '../client-record.ts'
import { startImpostor } from '../impostor.ts'
import { freePort, makeKey, startSshd, type Sshd } from '../sshd.ts'

const run = promisify(execFile)
let bench: Bench
/** Behind the bench's own sshd, which is the jump host. */
let inner: Sshd
let other: string

beforeAll(async () => {
  bench = await startBench({ hostKeyTypes: ['ed25519', 'ecdsa', 'rsa'] })
  inner = await startSshd({ authorizedKeys: [bench.publicKey], hostKeyTypes: ['ecdsa', 'rsa'] })
  other = await makeKey(join(bench.home.path, 'other'), 'ed25519')
})

afterAll(async () => {
  await inner.stop()
  await bench.stop()
})

beforeEach(() => bench.home.know())
afterEach(() => bench.home.configure(''))

const direct = (): SshSettings => ({ user: me, port: bench.proxy.port })
const behind = (): SshSettings => ({ user: me, port: inner.port, bastion: { address: '127.0.0.1', ...direct() } })
const name = (port: number): string => `[127.0.0.1]:${port}`
const known = (): Promise<string> => readFile(bench.home.knownHosts, 'utf8')

/** Looks at the machines of one stage; of all stages before it the new keys are recorded. */
async function look(ssh: SshSettings, options: TransportOptions = bench.home.options()): Promise<Sighting[][]> {
  const seen: Sighting[][] = []
  for (const stage of await machinesToTrust([{ name: 'w1', address: '127.0.0.1', ssh }], options)) {
    const sightings = await Promise.all(stage.map((machine) => lookAt(machine, options, noSignal)))
    seen.push(sightings)
    recordKeys(sightings, options)
  }
  return seen
}

async function lookAtOne(ssh: SshSettings): Promise<Sighting> {
  const seen = (await look(ssh)).flat().at(-1)
  if (!seen) throw new Error('nothing was looked at')
  return seen
}

const statuses = ({ keys }: Sighting): string[] => keys.map(({ type, status }) => `${type} ${status}`)
const allNew = ['ssh-ed25519 new', 'ecdsa-sha2-nistp256 new', 'ssh-rsa new']

describe('looking at a machine that was never met', () => {
  it('shows a key of each type it has, with the fingerprint that ssh-keygen shows', async () => {
    const seen = await lookAtOne(direct())
    expect(statuses(seen)).toEqual(allNew)
    for (const { key, type, fingerprint } of seen.keys) {
      const listed = run('ssh-keygen', ['-lf', '-'])
      listed.child.stdin?.end(`${type} ${key}\n`)
      expect((await listed).stdout).toContain(` ${fingerprint} `)
    }
  })

  it('records them for its owner alone, and knows them the next time', async () => {
    await run('rm', [bench.home.knownHosts])
    await look(direct())
    const written = await known()
    expect(written).toBe(
      Object.values(bench.sshd.hostKeys)
        .map((key) => `${name(bench.proxy.port)} ${key}\n`)
        .join(''),
    )
    expect((await stat(bench.home.knownHosts)).mode & 0o777).toBe(0o600)
    const again = await lookAtOne(direct())
    expect(again.keys.map(({ status, entry }) => [status, entry?.line])).toEqual(
      [1, 2, 3].map((line) => ['known', line]),
    )
    expect(await known()).toBe(written)
  })

  it('records them hashed where the OpenSSH configuration says so', async () => {
    await bench.home.configure('HashKnownHosts yes')
    await look(direct())
    expect(await known()).toMatch(/^(\|1\|\S+ \S+ \S+\n){3}$/)
    expect(statuses(await lookAtOne(direct()))).toEqual(allNew.map((line) => line.replace('new', 'known')))
  })

  it('logs in to nobody: nothing is sent after the key exchange', async () => {
    const before = [bench.proxy.streams().length, (await bench.sshd.log()).length] as const
    await look(direct())
    const records = bench.proxy.streams().slice(before[0]).map(clientRecord)
    expect(records.map(({ afterKeyExchange }) => afterKeyExchange ?? 0)).toEqual([0, 0, 0])
    expect((await bench.sshd.log()).slice(before[1])).not.toContain('userauth-request')
  })

  it('reaches it by the system’s ssh where the configuration has a ProxyCommand, and logs in to nobody either', async () => {
    const program =
      "const s = require('net').connect(process.argv[2], process.argv[1]); process.stdin.pipe(s).pipe(process.stdout)"
    await bench.home.configure(`ProxyCommand '${process.execPath}' -e "${program}" %h %p`)
    const before = (await bench.sshd.log()).length
    expect(statuses(await lookAtOne(direct()))).toEqual(allNew)
    expect((await bench.sshd.log()).slice(before)).not.toContain('userauth-request')
  })

  it('says what is wrong where nothing listens', async () => {
    const port = await freePort()
    const { keys, error } = await lookAtOne({ user: me, port })
    expect([keys, error?.code]).toEqual([[], 'unreachable'])
    expect(error?.message).toBe(`w1 (127.0.0.1:${port}): connection refused: nothing listens there`)
  })
})

describe('looking at a machine that is known', () => {
  it('finds further keys of a machine that shows the known one', async () => {
    await bench.home.know(`${name(bench.proxy.port)} ${bench.sshd.hostKeys.ecdsa ?? ''}`)
    expect(statuses(await lookAtOne(direct()))).toEqual(['ssh-ed25519 new', 'ecdsa-sha2-nistp256 known', 'ssh-rsa new'])
  })

  it.each([
    [
      'by another key',
      () => `${name(bench.proxy.port)} ${other}`,
      'ssh-ed25519 changed',
      /but \S+:1 says ssh-ed25519 SHA256:/,
    ],
    ['as revoked', () => `@revoked * ${bench.sshd.hostKeys.ed25519 ?? ''}`, 'ssh-ed25519 revoked', /:1 revokes/],
  ])('%s, records none of its keys', async (_how, line, status, message) => {
    await bench.home.know(line())
    const { keys, error } = await lookAtOne(direct())
    expect(keys.map(({ type, status: found }) => `${type} ${found}`)).toContain(status)
    expect(error).toMatchObject({ code: 'host-key-mismatch', message: expect.stringMatching(message) as string })
    expect(await known()).toBe(`${line()}\n`)
  })

  it('tells how to remove a key that is not right any more', async () => {
    await bench.home.know(`${name(bench.proxy.port)} ${other}`)
    const command = `ssh-keygen -R '${name(bench.proxy.port)}' -f ${bench.home.knownHosts}`
    expect((await lookAtOne(direct())).error?.remedy).toContain(command)
    await run('sh', ['-c', command])
    expect(statuses(await lookAtOne(direct()))).toEqual(allNew)
  })

  it('only by a type of key that it does not have, records none', async () => {
    await bench.home.know(`${name(inner.port)} ${other}`)
    const { error } = await lookAtOne({ user: me, port: inner.port })
    expect(error?.message).toMatch(
      /^w1 .* has no ssh-ed25519 key, by which .*:1 knows it .* showed the ecdsa-sha2-nistp256 key /,
    )
    expect(await known()).toBe(`${name(inner.port)} ${other}\n`)
  })

  it('by a certificate authority, leaves it to that', async () => {
    await bench.home.know(`@cert-authority ${name(inner.port)} ${other}`)
    const seen = await lookAtOne({ user: me, port: inner.port })
    expect(statuses(seen)).toEqual(['ecdsa-sha2-nistp256 certified', 'ssh-rsa certified'])
    expect(seen.error).toBeUndefined()
  })
})

describe('looking at a machine behind a jump host', () => {
  it.each(['ssh', 'openssh'] as const)(
    'trusts the jump host first, and logs in only there, by transport %s',
    async (transport) => {
      const before = (await inner.log()).length
      const stages = await look({ ...behind(), transport })
      expect(stages.map((stage) => stage.map(({ machine }) => machine.isJumpHost))).toEqual([[true], [false]])
      expect(stages.flat().map(statuses)).toEqual([allNew, allNew.slice(1)])
      const log = (await inner.log()).slice(before)
      expect(log).toContain('SSH2_MSG_NEWKEYS sent')
      expect(log).not.toContain('userauth-request')
      expect(await bench.sshd.log()).toContain(`Accepted publickey for ${me}`)
    },
  )

  it('shows nothing of it to an impostor in the jump host’s place', async () => {
    const impostor = await startImpostor()
    await bench.home.know(`${name(impostor.port)} ${other}`)
    const stages = await look({ ...behind(), bastion: { address: '127.0.0.1', user: me, port: impostor.port } })
    expect(stages.flat().map(({ error }) => error?.code)).toEqual(['host-key-mismatch', 'host-key-mismatch'])
    expect(impostor.heard()).toEqual([])
    await impostor.stop()
  })
})
