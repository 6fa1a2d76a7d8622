import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { TestFile } from './choose-files.ts'

const root = join(import.meta.dirname, '../..')
const measured = join(import.meta.dirname, 'seconds.json')

/** In CI at every commit: the main job from bare hosts, and a slice of each fault matrix. */
export const always: readonly string[] = [
  'test/e2e/cluster.test.ts',
  'test/faults/cluster/cluster.slice.test.ts',
  'test/faults/node/node.slice.test.ts',
]

/** In seconds of the files one after the other; two run at a time. */
export const budget = 1900

/** Every file of the vitest project `lab`, with its time. */
export function labFiles(): readonly TestFile[] {
  const times = existsSync(measured) ? (JSON.parse(readFileSync(measured, 'utf8')) as Record<string, number>) : {}
  return globSync(['test/{lab,e2e}/**/*.test.ts', 'test/faults/*/**/*.test.ts'], { cwd: root })
    .sort()
    .map((name) => ({ name, seconds: times[name] }))
}

interface Report {
  readonly testResults: readonly { readonly name: string; readonly startTime: number; readonly endTime: number }[]
}

/** Takes over the times of vitest's JSON report. Files that it does not name keep theirs, and those that are gone lose it. */
export function writeTimes({ testResults }: Report): void {
  const times = new Map(labFiles().map(({ name, seconds }) => [name, seconds]))
  for (const { name, startTime, endTime } of testResults) {
    const file = relative(root, name)
    if (times.has(file)) times.set(file, Math.ceil((endTime - startTime) / 1000))
  }
  writeFileSync(measured, `${JSON.stringify(Object.fromEntries(times), undefined, 2)}\n`)
}
