import { chmodSync, chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build as bundle, type Plugin } from 'esbuild'
import { execa } from 'execa'
import { afterEach, beforeEach, expect, test } from 'vitest'

let folder = ''
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nodeprep-start-'))
  await bundle({
    ...{ entryPoints: [join(import.meta.dirname, '../src/start.ts')], outfile: join(folder, 'nodeprep.mjs') },
    ...{ bundle: true, platform: 'node', format: 'esm', define: { BUNDLE_DIGEST: '"digest"' } },
    ...{ external: ['./command.mjs'], plugins: [standIn] },
  })
  // Stands for the code of a command, loaded when that is called: prints what it was asked.
  writeFileSync(join(folder, 'command.mjs'), `console.log('asked for', process.argv[2])`)
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Stands for the command line. */
const standIn: Plugin = {
  name: 'stand-in',
  setup(build) {
    build.onLoad({ filter: /\/cli\.ts$/ }, () => ({ contents: `await import('./command.mjs')` }))
  },
}
const compiled = () => join(folder, 'cache', 'nodeprep', 'compiled')
const kept = () =>
  readdirSync(compiled(), { recursive: true })
    .map((name) => join(compiled(), String(name)))
    .filter((path) => statSync(path).isFile())
/** Compiled code of the command, and when it was written. */
const written = () => kept().map((path) => [path, statSync(path).mtimeMs])

async function start(command: string, cache = join(folder, 'cache'), cwd = '/usr'): Promise<string> {
  const env = { XDG_CACHE_HOME: cache }
  const { stdout } = await execa(process.execPath, [join(folder, 'nodeprep.mjs'), command], { env, cwd })
  return stdout
}

test('compiled code is kept for its owner alone, and used again', async () => {
  expect(await start('plan')).toBe('asked for plan')
  const before = written()
  expect(before.length).toBeGreaterThan(0)
  for (const file of kept()) expect(statSync(file).mode & 0o077).toBe(0)
  expect(await start('apply')).toBe('asked for apply')
  expect(written()).toEqual(before)
})

test('code that is no use to this Node is replaced', async () => {
  await start('plan')
  for (const file of kept()) writeFileSync(file, 'garbage')
  expect(await start('plan')).toBe('asked for plan')
  for (const file of kept()) expect(statSync(file).size).toBeGreaterThan(100)
})

test('code of earlier builds is removed', async () => {
  mkdirSync(join(compiled(), 'older', 'v22'), { recursive: true, mode: 0o700 })
  chmodSync(compiled(), 0o700)
  writeFileSync(join(compiled(), 'older', 'v22', 'plan'), '')
  await start('plan')
  expect(readdirSync(compiled())).toEqual(['digest'])
})

/** True when a start left what is kept alone, garbage though it is. */
async function isLeftAlone(...where: [cache?: string, cwd?: string]): Promise<boolean> {
  for (const file of kept()) writeFileSync(file, 'garbage')
  expect(await start('plan', ...where)).toBe('asked for plan')
  return kept().every((file) => statSync(file).size === 'garbage'.length)
}

test("compiled code in the working directory is neither run nor kept: it may be of somebody else's repository", async () => {
  await start('plan')
  for (const [cache, cwd] of [
    ['cache', folder],
    ['./cache', folder],
    [join(folder, 'cache'), folder],
    [join(folder, 'cache'), join(folder, 'cache', 'nodeprep')],
  ] as const)
    expect(await isLeftAlone(cache, cwd)).toBe(true)
  expect(readdirSync(folder).sort()).toEqual(['cache', 'command.mjs', 'nodeprep.mjs'])
})

test('a folder that others may enter or change, or that lies in one that others may change, is not used', async () => {
  await start('plan')
  const spoilt = async (path: string, mode: number) => {
    const right = statSync(path).mode & 0o7777
    chmodSync(path, mode)
    const alone = await isLeftAlone()
    chmodSync(path, right)
    return alone
  }
  expect(await spoilt(compiled(), 0o755)).toBe(true)
  expect(await spoilt(join(compiled(), 'digest'), 0o777)).toBe(true)
  expect(await spoilt(join(folder, 'cache'), 0o777)).toBe(true)
  chownSync(join(folder, 'cache'), 65534, 65534)
  expect(await isLeftAlone()).toBe(true)
})

test('a cache folder that cannot be made changes nothing', async () => {
  expect(await start('plan', '/dev/null')).toBe('asked for plan')
})
