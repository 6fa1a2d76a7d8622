import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { withLock } from './lock.ts'
import { definePiece, type Piece } from './piece.ts'

let cache = ''

beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'lab-test-'))
  vi.stubEnv('XDG_CACHE_HOME', cache)
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(cache, { recursive: true })
})

let built: string[] = []
const piece = (name: string, recipe: string[], needs: Record<string, Piece> = {}): Piece =>
  definePiece({
    ...{ name, recipe, needs },
    build: async (out) => {
      built.push(name)
      await writeFile(join(out, 'made'), name)
    },
  })

it('builds a piece after what it needs, once', async () => {
  built = []
  const below = piece('below', ['piece.ts'])
  const path = await piece('above', ['lock.ts'], { below }).path()
  expect(await readFile(join(path, 'made'), 'utf8')).toBe('above')
  expect(built).toEqual(['below', 'above'])
  expect(await piece('above', ['lock.ts'], { below: piece('below', ['piece.ts']) }).path()).toBe(path)
  expect(built).toEqual(['below', 'above'])
})

it('builds again only what a changed recipe concerns', async () => {
  const key = await piece('a', ['piece.ts']).key()
  expect(await piece('b', ['piece.ts']).key()).toBe(key)
  expect(await piece('a', ['lock.ts']).key()).not.toBe(key)
  const above = await piece('c', [], { a: piece('a', ['piece.ts']) }).key()
  expect(await piece('c', [], { a: piece('a', ['lock.ts']) }).key()).not.toBe(above)
})

it('builds again what was signed with keys that have been made anew, and nothing else', async () => {
  // As a new process does.
  const ask = async () => {
    built = []
    const keys = piece('keys', [])
    const packages = piece('packages', [], { tools: piece('tools', []), keys })
    await piece('www', [], { packages }).path()
    return { built, keys: await keys.path() }
  }
  const { keys } = await ask()
  expect((await ask()).built).toEqual([])
  await rm(keys, { recursive: true })
  expect((await ask()).built).toEqual(['keys', 'packages', 'www'])
  expect((await ask()).built).toEqual([])
})

it('leaves nothing behind of a build that failed', async () => {
  const failing = definePiece({
    name: 'failing',
    recipe: [],
    needs: {},
    build: () => Promise.reject(new Error('no luck')),
  })
  await expect(failing.path()).rejects.toThrow('no luck')
  expect(await readdir(join(cache, 'nodeprep-lab/artifacts'))).toEqual(['failing.lock'])
})

it('lets two that want one lock in one after the other', async () => {
  const order: string[] = []
  const hold = (name: string) =>
    withLock(join(cache, 'lock'), async () => {
      order.push(name)
      await new Promise((resolve) => setImmediate(resolve))
      order.push(name)
    })
  await Promise.all([hold('a'), hold('b')])
  expect([order[0], order[2]]).toEqual([order[1], order[3]])
})
