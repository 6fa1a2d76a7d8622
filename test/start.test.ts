import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { execa } from 'execa'
import { afterEach, beforeEach, expect, test } from 'vitest'

let folder = ''
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nodeprep-start-'))
  await build({
    ...{ entryPoints: [join(import.meta.dirname, '../src/start.ts')], outfile: join(folder, 'nodeprep.js') },
    ...{ bundle: true, platform: 'node', format: 'cjs', define: { BUNDLE_DIGEST: '"digest"' } },
  })
  // The bundle's part: prints what it was asked, and proves that it can load what Node has.
  writeFileSync(join(folder, 'main.cjs'), `console.log(require('node:path').basename(__filename), process.argv[2])`)
})
afterEach(() => rmSync(folder, { recursive: true }))

const compiled = () => join(folder, 'cache', 'nodeprep', 'compiled')
const kept = () => readdirSync(compiled()).map((name) => join(compiled(), name))

async function start(command: string, cache = join(folder, 'cache'), cwd = '/usr'): Promise<string> {
  const env = { XDG_CACHE_HOME: cache }
  const { stdout } = await execa(process.execPath, [join(folder, 'nodeprep.js'), command], { env, cwd })
  return stdout
}

test('compiled code is kept for each command, for its owner alone, and used again', async () => {
  expect(await start('plan')).toBe('main.cjs plan')
  const [file = ''] = kept()
  const { mtimeMs, mode } = statSync(file)
  expect(mode & 0o777).toBe(0o600)
  expect(await start('plan')).toBe('main.cjs plan')
  expect(statSync(file).mtimeMs).toBe(mtimeMs)
  await start('../../evil')
  expect(kept()).toHaveLength(2)
})

test('code that is no use to this Node is replaced', async () => {
  await start('plan')
  const [file = ''] = kept()
  writeFileSync(file, 'garbage')
  expect(await start('plan')).toBe('main.cjs plan')
  expect(readFileSync(file).length).toBeGreaterThan(100)
})

test('code that others can write is not run', async () => {
  await start('plan')
  const [file = ''] = kept()
  const before = statSync(file).ino
  chmodSync(file, 0o666)
  await start('plan')
  expect(statSync(file).ino).not.toBe(before)
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

test('code of earlier versions is cleared away', async () => {
  mkdirSync(compiled(), { recursive: true, mode: 0o700 })
  writeFileSync(join(compiled(), 'older-v20.0.0-x64-plan'), '')
  await start('plan')
  expect(kept()).toHaveLength(1)
})

test("compiled code in the working directory is neither run nor kept: it may be of somebody else's repository", async () => {
  await start('plan')
  const [file = ''] = kept()
  writeFileSync(file, 'of somebody else')
  for (const [cache, cwd] of [
    ['cache', folder],
    ['./cache', folder],
    [join(folder, 'cache'), folder],
    [join(folder, 'cache'), join(folder, 'cache', 'nodeprep')],
  ] as const)
    expect(await start('plan', cache, cwd)).toBe('main.cjs plan')
  expect(readFileSync(file, 'utf8')).toBe('of somebody else')
  expect(readdirSync(folder).sort()).toEqual(['cache', 'main.cjs', 'nodeprep.js'])
})

test('a folder that others may enter, or that lies in one that others may change, is not used', async () => {
  await start('plan')
  const [file = ''] = kept()
  const spoil = async (path: string, mode: number) => {
    const right = statSync(path).mode & 0o7777
    chmodSync(path, mode)
    writeFileSync(file, 'garbage')
    await start('plan')
    chmodSync(path, right)
    return readFileSync(file, 'utf8')
  }
  expect(await spoil(compiled(), 0o755)).toBe('garbage')
  expect(await spoil(join(folder, 'cache'), 0o777)).toBe('garbage')
  chownSync(join(folder, 'cache'), 65534, 65534)
  expect(await spoil(compiled(), 0o700)).toBe('garbage')
})

test('a cache folder that cannot be made changes nothing', async () => {
  expect(await start('plan', '/dev/null')).toBe('main.cjs plan')
})
