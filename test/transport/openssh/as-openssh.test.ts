import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createTransport, type TransportSettings } from '../../../src/transport/index.ts'
import { knownHostsLine } from '../../../src/transport/host-keys/known-hosts.ts'
import { me, noSignal, startBench, type Bench } from '../bench.ts'
import { failureOf } from '../failure.ts'
import { startImpostor } from '../impostor.ts'
import { makeKey } from '../sshd.ts'

const run = promisify(execFile)
let bench: Bench
let words: Record<string, string>

beforeAll(async () => {
  bench = await startBench({ hostKeyTypes: ['ed25519', 'ecdsa'] })
  const port = String(bench.proxy.port)
  const [ED = '', EC = ''] = [bench.sshd.hostKeys.ed25519, bench.sshd.hostKeys.ecdsa]
  const hashed = (name: string): string => knownHostsLine(name, ...(ED.split(' ') as [string, string]), true)
  words = {
    ...{ PORT: port, ED, EC, HASHED: hashed(`[127.0.0.1]:${port}`), HASHEDBARE: hashed('127.0.0.1') },
    OTHERED: await makeKey(join(bench.home.path, 'other-ed'), 'ed25519'),
    OTHEREC: await makeKey(join(bench.home.path, 'other-ec'), 'ecdsa'),
    RSA: await makeKey(join(bench.home.path, 'rsa'), 'rsa'),
  }
})
afterAll(() => bench.stop())
beforeEach(() => writeFile(join(bench.home.path, '.ssh', 'config'), ''))

const fill = (text: string): string =>
  Object.entries(words)
    .sort(([a], [b]) => b.length - a.length)
    .reduce((filled, [word, value]) => filled.replaceAll(new RegExp(`\\b${word}\\b`, 'g'), value), text)

async function nodeprepAccepts(settings: TransportSettings = {}): Promise<boolean> {
  const host = { name: 'w1', address: '127.0.0.1', ssh: { user: me, port: bench.proxy.port } }
  try {
    await (await createTransport(host, bench.home.options(settings)).connect(noSignal)).close()
    return true
  } catch {
    return false
  }
}

async function sshAccepts(): Promise<boolean> {
  const { path, knownHosts } = bench.home
  const options = [
    'StrictHostKeyChecking=yes',
    'BatchMode=yes',
    `UserKnownHostsFile=${knownHosts}`,
    'IdentitiesOnly=yes',
  ]
  const args = [...options, 'GlobalKnownHostsFile=none'].flatMap((option) => ['-o', option])
  const key = join(path, '.ssh', 'id_ed25519')
  const target = ['-i', key, '-p', String(bench.proxy.port), '-l', me, '127.0.0.1', 'true']
  return run('ssh', ['-F', 'none', ...args, ...target]).then(
    () => true,
    () => false,
  )
}

describe('known_hosts is judged as OpenSSH does', () => {
  it.each([
    ['nothing', [], false],
    ['its best key', ['[127.0.0.1]:PORT ED'], true],
    ['another of its keys', ['[127.0.0.1]:PORT EC'], true],
    ['one key right, one wrong', ['[127.0.0.1]:PORT ED', '[127.0.0.1]:PORT OTHEREC'], true],
    ['the best key wrong, another right', ['[127.0.0.1]:PORT OTHERED', '[127.0.0.1]:PORT EC'], false],
    ['a wrong and a right key of one type', ['[127.0.0.1]:PORT OTHERED', '[127.0.0.1]:PORT ED'], true],
    ['a key of a type that it lacks', ['[127.0.0.1]:PORT RSA'], false],
    ['a key of a type that it lacks, and one that it has', ['[127.0.0.1]:PORT RSA', '[127.0.0.1]:PORT EC'], true],
    ['its key without the port', ['127.0.0.1 ED'], true],
    ['its key without the port, but another with it', ['[127.0.0.1]:PORT OTHERED', '127.0.0.1 ED'], false],
    ['another key without the port', ['127.0.0.1 OTHERED'], false],
    ['its key under another port', ['[127.0.0.1]:1 ED'], false],
    ['its key, hashed', ['HASHED'], true],
    ['its key without the port, hashed', ['HASHEDBARE'], true],
    ['its key by wildcards', ['[127.0.*]:PORT ED'], true],
    ['its key by wildcards, but not for it', ['[127.0.*]:PORT,![127.0.0.1]:PORT ED'], false],
    ['its key in a list', ['gate,[127.0.0.1]:PORT,x ED'], true],
    ['its key, revoked later in the file', ['[127.0.0.1]:PORT ED', '@revoked * ED'], false],
    ['another key of it revoked', ['[127.0.0.1]:PORT ED', '@revoked * EC'], true],
    ['a broken line and its key', ['[127.0.0.1]:PORT ssh-ed25519', '[127.0.0.1]:PORT ED'], true],
    ['an unknown marker', ['@trusted [127.0.0.1]:PORT ED'], false],
    ['its key as a comment', ['#[127.0.0.1]:PORT ED'], false],
  ])('where it has %s', async (_what, lines, accepted) => {
    await bench.home.know(...lines.map(fill))
    expect([await nodeprepAccepts(), await sshAccepts()]).toEqual([accepted, accepted])
  })

  it('in all files of the user and of the system, and by HostKeyAlias', async () => {
    const [first, second, system] = ['first', 'second', 'system'].map((name) => join(bench.home.path, name))
    const config = `Host *\n  UserKnownHostsFile ${first} ${second}\n  GlobalKnownHostsFile ${system}\n  HostKeyAlias web\n`
    await writeFile(join(bench.home.path, '.ssh', 'config'), config)
    for (const file of [first, second, system]) {
      for (const other of [first, second, system]) await writeFile(other ?? '', other === file ? fill('web ED\n') : '')
      expect(await nodeprepAccepts()).toBe(true)
    }
    await writeFile(first ?? '', fill('web ED\n'))
    await writeFile(system ?? '', fill('@revoked * ED\n'))
    expect(await nodeprepAccepts()).toBe(false)
  })
})

describe('more strictly than OpenSSH', () => {
  it('a host known by a type of key that it lacks is not a new one, and the message says so', async () => {
    await bench.home.know(fill('[127.0.0.1]:PORT RSA'))
    for (const transport of ['ssh', 'openssh'] as const) {
      const ssh = { user: me, port: bench.proxy.port, transport }
      const options = bench.home.options({ acceptNewHostKeys: true })
      const error = await failureOf(
        createTransport({ name: 'w1', address: '127.0.0.1', ssh }, options).connect(noSignal),
      )
      expect(error.code).toBe('host-key-mismatch')
      expect(error.message).toMatch(
        / has no ssh-rsa key, by which \S+:1 knows it \(SHA256:\S+\); it showed the ssh-ed25519 key SHA256:/,
      )
    }
    expect(await readFile(bench.home.knownHosts, 'utf8')).toBe(fill('[127.0.0.1]:PORT RSA\n'))
  })

  it.each(['ssh', 'openssh'] as const)(
    'a new host must stay who it was while a run lasts, even if nothing keeps its key: %s',
    async (transport) => {
      await bench.home.configure('UserKnownHostsFile /dev/null')
      const impostor = await startImpostor()
      const options = bench.home.options({ acceptNewHostKeys: true })
      const connect = async (port: number): Promise<string> => {
        await bench.home.configure(`UserKnownHostsFile /dev/null\nHostKeyAlias one`)
        const host = {
          name: 'w1',
          address: '127.0.0.1',
          ssh: { user: me, port, transport, identityFile: '~/.ssh/id_ed25519' },
        }
        try {
          await (await createTransport(host, options).connect(noSignal)).close()
          return 'connected'
        } catch (error) {
          return error instanceof Error && 'code' in error ? String(error.code) : 'broken'
        }
      }
      const outcomes = [await connect(bench.proxy.port), await connect(impostor.port)]
      // Where ssh itself would have to remember and cannot, even the first is refused.
      expect(outcomes).toEqual(
        transport === 'ssh' ? ['connected', 'host-key-mismatch'] : ['host-key-unknown', 'host-key-unknown'],
      )
      expect(impostor.heard()).toEqual([])
      await impostor.stop()
    },
  )
})
