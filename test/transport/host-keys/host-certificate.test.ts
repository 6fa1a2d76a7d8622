import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { NodeprepError } from '../../../src/errors.ts'
import { noSignal, startBench, type Bench } from '../bench.ts'
import { failureOf } from '../failure.ts'
import { makeKey } from '../sshd.ts'

let folder: string
let authority: string
let caKey: string
let bench: Bench

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nodeprep-ca-'))
  authority = join(folder, 'ca')
  caKey = await makeKey(authority, 'ed25519')
})
afterAll(() => rm(folder, { recursive: true }))
afterEach(() => bench.stop())

const name = (): string => `[127.0.0.1]:${bench.proxy.port}`

/** A host whose key is certified; known_hosts has what `lines` makes of its name, its key and the authority's. */
async function start(certificate: readonly string[], ...lines: string[]): Promise<void> {
  bench = await startBench({ authority, certificate })
  const [key, other] = [bench.sshd.hostKeys.ed25519 ?? '', await makeKey(join(bench.home.path, 'other'), 'ed25519')]
  const filled = lines.map((line) =>
    line
      .replace('HOST', name())
      .replace('BARE', '127.0.0.1')
      .replace('CA', caKey)
      .replace('KEY', key)
      .replace('OTHER', other),
  )
  await bench.home.know(...filled)
}

async function connect(acceptNewHostKeys = false): Promise<'connected'> {
  const connection = await bench
    .transport({ identityFile: '~/.ssh/id_ed25519' }, { acceptNewHostKeys })
    .connect(noSignal)
  await connection.close()
  return 'connected'
}

const refused = (acceptNewHostKeys = false): Promise<NodeprepError> => failureOf(connect(acceptNewHostKeys))
const valid = ['-n', '127.0.0.1']
const expired = ['-n', '127.0.0.1', '-V', '20200101:20200102']
const notYet = ['-n', '127.0.0.1', '-V', '20900101:20900102']

describe('a host with a certificate', () => {
  it.each([
    ['its own name and port', ['@cert-authority HOST CA']],
    ['its name without the port', ['@cert-authority BARE CA']],
    ['a pattern', ['@cert-authority 127.*,[127.*]:* CA']],
    ['its name, beside an old key of its own', ['HOST OTHER', '@cert-authority HOST CA']],
  ])('is accepted where the authority is known for %s', async (_what, lines) => {
    await start(valid, ...lines)
    expect(await connect()).toBe('connected')
  })

  it('is accepted by its plain key, whatever its certificate says', async () => {
    await start(expired, 'HOST KEY', '@cert-authority HOST CA')
    expect(await connect()).toBe('connected')
  })

  it.each([
    ['has expired', expired, 'Certificate invalid: expired'],
    ['is not valid yet', notYet, 'Certificate invalid: not yet valid'],
    ['is that of another machine', ['-n', 'other.example.com'], 'Certificate invalid: name is not a listed principal'],
  ])('is refused where that %s, even if new keys are accepted', async (_what, certificate, said) => {
    await start(certificate, '@cert-authority HOST CA')
    const before = await readFile(bench.home.knownHosts, 'utf8')
    for (const accept of [false, true]) {
      const { code, message } = await refused(accept)
      expect([code, message]).toEqual([
        'host-key-mismatch',
        expect.stringContaining(said.replace('Certificate invalid: ', '')),
      ])
    }
    expect(await readFile(bench.home.knownHosts, 'utf8')).toBe(before)
    expect(await bench.sshd.log()).not.toContain('userauth-request')
  })

  it('is refused where the authority is another one, even if new keys are accepted', async () => {
    await start(valid, '@cert-authority HOST OTHER')
    for (const accept of [false, true]) {
      const { code, message } = await refused(accept)
      expect(code).toBe('host-key-mismatch')
      expect(message).toContain(`no certificate by the authority of ${bench.home.knownHosts}:1`)
    }
  })

  it.each([
    ['its key is', '@revoked * KEY'],
    ['its authority is', '@revoked * CA'],
  ])('is refused where %s revoked', async (_what, revoked) => {
    await start(valid, '@cert-authority HOST CA', revoked)
    expect((await refused()).code).toBe('host-key-mismatch')
    expect(await bench.sshd.log()).not.toContain('userauth-request')
  })
})
