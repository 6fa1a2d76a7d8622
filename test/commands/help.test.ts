import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { keptHelp } from '../../scripts/kept-help.ts'
import { cli, nodeprep, words } from './cli.ts'

const kept = keptHelp()

test.each(Object.entries(kept))('%s is printed as commander would print it', async (line, text) => {
  const args = line.split(' ')
  expect(text).toMatch(/^Usage: nodeprep /)
  expect(Math.max(...text.split('\n').map((one) => one.length))).toBeLessThanOrEqual(100)
  for (const spelt of [args, [...args.slice(0, -1), '-h']])
    expect(await cli(spelt, '/')).toEqual({ exitCode: 0, stdout: text, stderr: '' })
})

test('what is printed has been kept by the build, and is also to be had without that', async () => {
  expect(JSON.parse(readFileSync('dist/help.json', 'utf8'))).toEqual(kept)
  // With a word more, commander is asked.
  expect(await cli(['plan', 'x', 'y', '--help'], '/')).toEqual({ exitCode: 0, stdout: kept['plan --help'], stderr: '' })
})

test('words that every object has are no commands', async () => {
  expect(await cli(['toString', '--help'], '/')).toMatchObject({ exitCode: 0, stdout: kept['--help'] })
})

test('a reader that has gone is no error', () => {
  const line = `${words([...nodeprep, '--help'])} 2>&1 >&- | cat; ${words([...nodeprep, '--help'])} | true`
  expect(execFileSync('sh', ['-c', line], { encoding: 'utf8' })).toBe('')
})
