import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createReport, type Report } from '../../src/report/create.ts'
import { Secrets } from '../../src/report/secrets/secrets.ts'
import { eventfulApply } from './events.ts'
import { Screen } from './screen.ts'
import { Kept } from './written.ts'

let folder = ''
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'nodeprep-report-'))))
afterEach(() => rmSync(folder, { recursive: true }))

function report(output: 'human' | 'json', stdout: unknown, runs = folder, secrets = new Secrets()): Promise<Report> {
  const logFileOf = (run: string) => join(runs, `${run}.log`)
  return createReport({ output, stdout: stdout as NodeJS.WriteStream, logFileOf, secrets })
}

test('every reporter learns where the log is, and the log is there', async () => {
  const stdout = new Kept()
  const all = await report('json', stdout)
  for (const event of eventfulApply()) all.emit(event)
  await all.close()
  expect(all.logFile).toBe(join(folder, 'r1.log'))
  expect(stdout.text.split('\n')[0]).toContain(`"logFile":"${folder}/r1.log"`)
  expect(readFileSync(join(folder, 'r1.log'), 'utf8')).toContain('"type":"run-ended"')
})

test('a log that cannot be kept is a warning, and the run goes on', async () => {
  writeFileSync(join(folder, 'taken'), '')
  const stdout = new Kept()
  const all = await report('human', stdout, join(folder, 'taken'))
  for (const event of eventfulApply()) all.emit(event)
  await all.close()
  expect(stdout.text).toContain('warning no log of this run is kept: ')
  expect(stdout.text).toContain('demo: 4 hosts, 3 changed, 1 failed, 1 unreachable, 1 blocked in 1m03s\n')
  expect(stdout.text).not.toContain('Full log')
})

test('a password that is too short to be recognised is a warning that names where it comes from', async () => {
  const stdout = new Kept()
  const secrets = new Secrets()
  secrets.register('abc', 'the sudo password in SUDO_PW (become.password)')
  const all = await report('human', stdout, folder, secrets)
  for (const event of eventfulApply()) all.emit(event)
  await all.close()
  const warning =
    'warning the sudo password in SUDO_PW (become.password) has fewer than 4 characters: it cannot be recognised'
  expect(stdout.text.split(warning)).toHaveLength(2)
})

test('a terminal gets the live view, one without a size plain lines', async () => {
  for (const [screen, plain] of [
    [new Screen(80, 24), false],
    [new Screen(0, 0), true],
  ] as const) {
    const all = await report('human', screen)
    for (const event of eventfulApply()) all.emit(event)
    await all.close()
    expect(screen.text.includes('connecting: ssh root@cp1:22')).toBe(plain)
  }
})
