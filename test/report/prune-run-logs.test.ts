import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { pruneRunLogs } from '../../src/report/prune-run-logs.ts'

let folder = ''
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'nodeprep-runs-'))))
afterEach(() => rmSync(folder, { recursive: true }))

const name = (i: number) => `20261121T101500-${i.toString(16).padStart(4, '0')}.log`

test('the newest hundred logs stay, and whatever else lies there', () => {
  for (let i = 0; i < 103; i += 1) writeFileSync(join(folder, name(i)), '')
  writeFileSync(join(folder, 'notes.log'), '')
  pruneRunLogs(folder)
  const left = readdirSync(folder).sort()
  expect(left).toHaveLength(101)
  expect([left[0], left.at(-1)]).toEqual([name(3), 'notes.log'])
})

test('a folder that is not there is no matter', () => {
  expect(() => pruneRunLogs(join(folder, 'none'))).not.toThrow()
})
