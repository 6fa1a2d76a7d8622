import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { runLog } from '../../src/report/run-log.ts'
import { scrubbed } from '../../src/report/secrets/scrubbed.ts'
import { Secrets } from '../../src/report/secrets/secrets.ts'
import { eventfulApply, Script } from './events.ts'

let folder = ''
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'nodeprep-log-'))))
afterEach(() => rmSync(folder, { recursive: true }))

async function logged(events: ReturnType<typeof eventfulApply>, secrets = new Secrets()): Promise<string> {
  const file = join(folder, 'state', 'runs', 'r1.log')
  const log = scrubbed(runLog(file), secrets)
  for (const event of events) log.emit(event)
  await log.close()
  return readFileSync(file, 'utf8')
}

test('the log holds every event in order, output of steps included, one line of JSON each', async () => {
  const events = eventfulApply()
  const lines = (await logged(events)).trimEnd().split('\n')
  const entries = lines.map((line) => JSON.parse(line) as { type: string; time: string; msg: string })
  expect(entries.map(({ type }) => type)).toEqual(events.map(({ type }) => type))
  expect(entries[0]?.time).toBe('2026-11-21T10:15:00.000Z')
  expect(entries.map(({ msg }) => msg)).toContain('Job for crio.service failed.\n')
  expect(entries.map(({ msg }) => msg)).toContain('failed 7/12 service crio enabled and running (4.2s)')
})

test('only its owner can read it, or see that it is there', async () => {
  await logged(eventfulApply())
  expect(statSync(join(folder, 'state', 'runs', 'r1.log')).mode & 0o777).toBe(0o600)
  expect(statSync(join(folder, 'state', 'runs')).mode & 0o777).toBe(0o700)
})

test('no secret gets into it, whichever field it is in', async () => {
  const secrets = new Secrets()
  secrets.register('hunter2!')
  const script = new Script(['w1']).step('w1', 1, 'title with hunter2! and abcdef.0123456789abcdef')
  expect(await logged(script.output('w1', 'hunter2!').finished(0), secrets)).not.toMatch(/hunter2|0123456789abcdef/)
})

test('nothing in it acts on a terminal: no control character, no mark that reorders text', async () => {
  const script = new Script(['w1']).step('w1', 1, 'a \u202Etitle\u009B31m\u007F').output('w1', 'x\u001B[2J\u202E\n')
  const text = await logged(
    script.ended('w1', 'failed', { code: 'internal', message: '\u0085\u202E', remedy: '' }).events,
  )
  expect(text).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E]/)
  for (const line of text.trimEnd().split('\n')) JSON.parse(line)
})

test('a file that cannot be made is an error at once', () => {
  writeFileSync(join(folder, 'taken'), '')
  expect(() => runLog(join(folder, 'taken', 'r1.log'))).toThrow(/ENOTDIR|EEXIST/)
})
