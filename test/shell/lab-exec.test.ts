import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { commandLine } from '../lab/exec.ts'

const run = (...words: readonly string[]) => execFileSync('sh', ['-c', commandLine(words)], { encoding: 'utf8' })

test('case 33: arguments of a command in a lab host arrive as given; one word alone is a line', () => {
  expect(run('sh', '-c', 'echo "$0|$1"; echo b', 'x  y', "it's $HOME")).toBe("x  y|it's $HOME\nb\n")
  expect(run('printf', '<%s>', 'a b', '', '*')).toBe('<a b><><*>')
  expect(run('echo a; echo b')).toBe('a\nb\n')
})
