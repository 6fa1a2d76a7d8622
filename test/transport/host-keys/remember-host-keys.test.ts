import { execFile } from 'node:child_process'
import { mkdtemp, readFile, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { knownHostsIndex, parseKnownHosts } from '../../../src/transport/host-keys/known-hosts.ts'
import { rememberHostKeys } from '../../../src/transport/host-keys/remember-host-keys.ts'

const run = promisify(execFile)
const module = new URL('../../../src/transport/host-keys/remember-host-keys.ts', import.meta.url).href
let folder: string
let file: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nodeprep-remember-'))
  file = join(folder, 'new', 'known_hosts')
})
afterEach(() => rm(folder, { recursive: true }))

const key = (name: string) => ({ name, keyType: 'ssh-ed25519', key: Buffer.from(name).toString('base64') })

it('files keys on lines of their own in a file that only its owner can read', async () => {
  rememberHostKeys(file, [key('a'), key('b')], false)
  expect(await readFile(file, 'utf8')).toBe('a ssh-ed25519 YQ==\nb ssh-ed25519 Yg==\n')
  expect((await stat(file)).mode & 0o777).toBe(0o600)
})

it('files nothing that is there already, plain, hashed or by a pattern, and leaves no lock', async () => {
  rememberHostKeys(file, [key('a')], true)
  await writeFile(file, `${await readFile(file, 'utf8')}*.b ssh-ed25519 ${key('x.b').key}`)
  const before = await readFile(file, 'utf8')
  rememberHostKeys(file, [key('a'), key('x.b')], false)
  expect(await readFile(file, 'utf8')).toBe(before)
  expect(await readdir(join(folder, 'new'))).toEqual(['known_hosts'])
})

it('files a key although it is there as revoked or as an authority’s', async () => {
  rememberHostKeys(file, [], false)
  await writeFile(file, `@revoked a ssh-ed25519 ${key('a').key}\n@cert-authority a ssh-ed25519 ${key('a').key}\n`)
  rememberHostKeys(file, [key('a')], false)
  expect((await readFile(file, 'utf8')).split('\n')).toHaveLength(4)
})

it('takes a lock over that a killed run has left', async () => {
  rememberHostKeys(file, [], false)
  const lock = `${file}.nodeprep-lock`
  await writeFile(lock, '')
  await utimes(lock, 0, 0)
  rememberHostKeys(file, [key('a')], false)
  expect(await readFile(file, 'utf8')).toBe('a ssh-ed25519 YQ==\n')
})

it('files each key once, whole, when runs do so side by side', async () => {
  const names = Array.from({ length: 40 }, (_, i) => `host-${i}`)
  const keys = JSON.stringify(names.map(key))
  const script = `import { rememberHostKeys } from ${JSON.stringify(module)}
for (const key of ${keys}) rememberHostKeys(${JSON.stringify(file)}, [key], true)`
  const args = ['--import', import.meta.resolve('tsx'), '--input-type=module', '-e', script]
  await Promise.all([1, 2, 3, 4].map(() => run(process.execPath, args)))
  const entries = parseKnownHosts(await readFile(file, 'utf8'), file)
  const find = knownHostsIndex(entries)
  expect(entries).toHaveLength(40)
  expect(names.map((name) => find(name).length)).toEqual(names.map(() => 1))
})
