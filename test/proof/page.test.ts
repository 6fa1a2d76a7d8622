import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { pageWith } from './page.ts'
import type { Outcome } from './state.ts'

const empty =
  '# Results\n\nWords.\n\n<!-- Written by npm run proof, up to the end mark. -->\n\n<!-- end -->\n\n## More\n'
const outcome = (cases: number, failed: number, seconds: number): Outcome => ({
  ...{ cases, failed, seconds },
  date: '2026-01-02T03:04:05.000Z',
})
const version = 'a'.repeat(40)
const cells = (page: string) =>
  page
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )

test('a stage has one row, in the order of the stages, and the rest of the page stays', async () => {
  const machine = '2 cores, 4 GB, Node 22'
  const one = await pageWith(empty, 'lab', { lab: outcome(500, 0, 4000) }, version, machine)
  const two = await pageWith(one, 'fuzz', { fuzz: outcome(20038, 1, 94) }, version, machine)
  expect(cells(two)).toEqual([
    ['fuzz', '20038', '20037', '1', '94 s', 'aaaaaaaaa', '2026-01-02', machine],
    ['lab', '500', '500', '0', '67 min', 'aaaaaaaaa', '2026-01-02', machine],
  ])
  expect(two).toMatch(/^# Results\n\nWords\.\n[^]*\n## More\n$/)
})

test('a later run replaces the row of its stage', async () => {
  const one = await pageWith(empty, 'fuzz', { fuzz: outcome(10, 0, 1) }, version, 'm')
  const two = await pageWith(one, 'fuzz', { fuzz: outcome(20, 0, 1) }, `${'b'.repeat(40)}+12345678`, 'm')
  expect(cells(two)).toEqual([['fuzz', '20', '20', '0', '1 s', 'bbbbbbbbb and changes', '2026-01-02', 'm']])
})

test('shards are one row, which says how many of them there are', async () => {
  const some = { 'faults-node/1': outcome(60, 0, 100), 'faults-node/7': outcome(70, 2, 50) }
  const one = await pageWith(empty, 'faults-node', some, version, 'm')
  expect(cells(one)[0]?.slice(0, 5)).toEqual(['faults-node, 2 of 16 shards', '130', '128', '2', '150 s'])
  const two = await pageWith(one, 'faults-node', { 'faults-node/1': outcome(60, 0, 100) }, version, 'm')
  expect(cells(two)).toHaveLength(1)
})

test('docs/proof-results.md has a place for the table', async () => {
  const text = readFileSync(new URL('../../docs/proof-results.md', import.meta.url), 'utf8')
  expect(cells(await pageWith(text, 'fuzz', { fuzz: outcome(1, 0, 1) }, version, 'm')).length).toBeGreaterThan(0)
})
