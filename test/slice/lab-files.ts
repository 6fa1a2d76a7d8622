import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import type { TestFile } from './choose-files.ts'

const root = join(import.meta.dirname, '../..')
/** Where the tests with hosts are. */
export const labGlobs = ['test/{lab,e2e}/**/*.test.ts', 'test/faults/*/**/*.test.ts']

const measured = join(import.meta.dirname, 'seconds.json')

/** In CI at every commit: the main job from bare hosts, and a slice of each fault matrix. */
export const always: readonly string[] = [
  'test/e2e/cluster.test.ts',
  'test/faults/cluster/cluster.slice.test.ts',
  'test/faults/node/node.slice.test.ts',
]

/** In seconds of the files one after the other; two run at a time. */
export const budget = 1700

/** Every file of the vitest project `lab`, with its time. */
export function labFiles(): readonly TestFile[] {
  const times = existsSync(measured) ? (JSON.parse(readFileSync(measured, 'utf8')) as Record<string, number>) : {}
  return globSync(labGlobs, { cwd: root })
    .sort()
    .map((name) => ({ name, seconds: times[name] }))
}

/** The line that vitest's default reporter prints at the end of a file; its JSON report leaves out what hooks take. */
const ENDED = /lab +(test\/\S+\.test\.ts) \([^)]*\)\D*(\d+)ms/

/** The times of files, in seconds, in what vitest has printed, colours or not. */
export function timesIn(log: string): ReadonlyMap<string, number> {
  const found = stripVTControlCharacters(log)
    .split('\n')
    .flatMap((line) => {
      const [, file = '', milliseconds = ''] = ENDED.exec(line) ?? []
      return file === '' ? [] : [[file, Math.ceil(Number(milliseconds) / 1000)] as const]
    })
  return new Map(found)
}

/** Takes over the times in what vitest has printed. Files that it does not name keep theirs, and those that are gone lose it. */
export function writeTimes(log: string): void {
  const seen = timesIn(log)
  const times = labFiles().map(({ name, seconds }) => [name, seen.get(name) ?? seconds])
  writeFileSync(measured, `${JSON.stringify(Object.fromEntries(times), undefined, 2)}\n`)
}
