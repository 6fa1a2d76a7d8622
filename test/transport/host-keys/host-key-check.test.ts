import { readFile, rm, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { NodeprepError } from '../../../src/errors.ts'
import type { TransportSettings } from '../../../src/transport/index.ts'
import { fingerprint } from '../../../src/transport/host-keys/host-keys.ts'
import { knownHostsLine } from '../../../src/transport/host-keys/known-hosts.ts'
import { noSignal, startBench, type Bench } from '../bench.ts'
import { failureOf } from '../failure.ts'
import { makeKey } from '../sshd.ts'

let bench: Bench
let otherKey: string

beforeAll(async () => {
  bench = await startBench({ hostKeyTypes: ['ed25519', 'ecdsa'] })
  otherKey = await makeKey(`${bench.home.path}/other`, 'ed25519')
})

afterAll(() => bench.stop())

beforeEach(() => bench.home.know())

const name = (): string => `[127.0.0.1]:${bench.proxy.port}`
const ed25519 = (): string => bench.sshd.hostKeys.ed25519 ?? ''
const ecdsa = (): string => bench.sshd.hostKeys.ecdsa ?? ''
const fingerprintOf = (key: string): string => fingerprint(Buffer.from(key.split(' ')[1] ?? '', 'base64'))

async function connects(settings: TransportSettings = {}): Promise<boolean> {
  const connection = await bench.transport({}, settings).connect(noSignal)
  await connection.close()
  return true
}

const refusal = (settings: TransportSettings = {}): Promise<NodeprepError> => failureOf(connects(settings))

const [disconnect, kexInit, ecdhInit] = [1, 20, 30]

/** The types of the packets in a stream that is not encrypted yet (RFC 4253 §4.2 and §6). */
function packetTypes(stream: Buffer): number[] {
  const types: number[] = []
  let at = stream.indexOf('\r\n') + 2
  while (at < stream.length) {
    types.push(stream.readUInt8(at + 5))
    at += 4 + stream.readUInt32BE(at)
  }
  return types
}

describe('a server whose key is known', () => {
  it('is accepted by name and port', async () => {
    await bench.home.know(`${name()} ${ed25519()}`)
    expect(await connects()).toBe(true)
  })

  it('is accepted by a hashed entry', async () => {
    const [type = '', key = ''] = ed25519().split(' ')
    await bench.home.know(knownHostsLine(name(), type, key, true))
    expect(await connects()).toBe(true)
  })

  it('is accepted by a wildcard', async () => {
    await bench.home.know(`127.*,[127.0.0.*]:* ${ed25519()}`)
    expect(await connects()).toBe(true)
  })

  it('is accepted by an entry without the port, as OpenSSH does', async () => {
    await bench.home.know(`127.0.0.1 ${ed25519()}`)
    expect(await connects()).toBe(true)
  })

  it('is asked for the type of key it is known by, so that its ed25519 key does not look new', async () => {
    await bench.home.know(`${name()} ${ecdsa()}`)
    expect(await connects()).toBe(true)
  })

  it('is accepted although another file says otherwise, as OpenSSH does', async () => {
    await bench.home.know(`${name()} ${otherKey}`, `${name()} ${ed25519()}`)
    expect(await connects()).toBe(true)
  })
})

describe('a server whose key is another one', () => {
  it('is stopped at, with both fingerprints and the place of the entry', async () => {
    await bench.home.know('# a comment', `${name()} ${otherKey}`)
    const error = await refusal()
    expect(error.code).toBe('host-key-mismatch')
    expect(error.message).toBe(
      `w1 (127.0.0.1:${bench.proxy.port}) showed the ssh-ed25519 key ${fingerprintOf(ed25519())}, ` +
        `but ${bench.home.knownHosts}:2 says ssh-ed25519 ${fingerprintOf(otherKey)}; nothing was sent to it`,
    )
    expect(error.remedy).toContain(`ssh-keygen -R '${name()}'`)
  })

  it('learns neither who wanted to log in nor what should have run', async () => {
    await bench.home.know(`${name()} ${otherKey}`)
    const sentBefore = bench.proxy.fromClient().length
    await refusal()
    // The name of our implementation, the algorithms, and half of the key exchange; at most a farewell.
    const types = packetTypes(bench.proxy.fromClient().subarray(sentBefore))
    expect([types.slice(0, 2), types.slice(2).filter((type) => type !== disconnect)]).toEqual([[kexInit, ecdhInit], []])
  })

  it('is stopped at although new keys are accepted', async () => {
    await bench.home.know(`${name()} ${otherKey}`)
    expect(await refusal({ acceptNewHostKeys: true })).toMatchObject({ code: 'host-key-mismatch' })
    expect(await readFile(bench.home.knownHosts, 'utf8')).toBe(`${name()} ${otherKey}\n`)
  })

  it('is stopped at when it lacks the type it is known by, even if new keys are accepted', async () => {
    const rsa = await makeKey(`${bench.home.path}/rsa`, 'rsa')
    await bench.home.know(`${name()} ${rsa}`)
    expect(await refusal({ acceptNewHostKeys: true })).toMatchObject({ code: 'host-key-mismatch' })
  })

  it('is stopped at when the key is revoked, although it is listed too', async () => {
    await bench.home.know(`@revoked * ${ed25519()}`, `${name()} ${ed25519()}`)
    const error = await refusal({ acceptNewHostKeys: true })
    expect(error.code).toBe('host-key-mismatch')
    expect(error.message).toContain(`which ${bench.home.knownHosts}:1 revokes`)
  })
})

describe('a server that was never met', () => {
  it('is stopped at, with its fingerprint and what to do', async () => {
    const error = await refusal()
    expect(error.code).toBe('host-key-unknown')
    expect(error.message).toBe(
      `w1 (127.0.0.1:${bench.proxy.port}) is not in known_hosts; it showed the ssh-ed25519 key ${fingerprintOf(ed25519())}`,
    )
    expect(error.remedy).toContain('--accept-new-host-keys')
    expect(await readFile(bench.home.knownHosts, 'utf8')).toBe('')
  })

  it('is filed when new keys are accepted, and known the next time', async () => {
    expect(await connects({ acceptNewHostKeys: true })).toBe(true)
    expect(await readFile(bench.home.knownHosts, 'utf8')).toBe(`${name()} ${ed25519()}\n`)
    expect(await connects()).toBe(true)
  })

  it('is filed once however often the run connects', async () => {
    const transport = bench.transport({}, { acceptNewHostKeys: true })
    for (let times = 0; times < 2; times += 1) await (await transport.connect(noSignal)).close()
    expect(await readFile(bench.home.knownHosts, 'utf8')).toBe(`${name()} ${ed25519()}\n`)
  })

  it('is filed on a line of its own, and hashed where the configuration says so', async () => {
    await bench.home.configure('HashKnownHosts yes\nIdentitiesOnly yes')
    await writeFile(bench.home.knownHosts, `elsewhere ${otherKey}`)
    expect(await connects({ acceptNewHostKeys: true })).toBe(true)
    await rm(`${bench.home.path}/.ssh/config`)
    expect(await readFile(bench.home.knownHosts, 'utf8')).toMatch(/^elsewhere .*\n\|1\|.*\n$/)
    expect(await connects()).toBe(true)
  })
})
