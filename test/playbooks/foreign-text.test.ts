import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { preludeFor } from '../../src/program/assets.ts'
import { shells, type ShellName } from '../program/sandbox.ts'

const root = join(import.meta.dirname, '../..')
const filesOf = (folder: string, ending: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name))
const files = [
  ...filesOf('playbooks', '.yaml'),
  ...filesOf('playbooks', '.sh'),
  ...filesOf('src', '.sh'),
  ...filesOf('src/steps', '.ts'),
]

/** Words of `echo` that hold an expansion: what is in single quotes is as it stands. */
function echoed(line: string): readonly string[] {
  const commands = line.matchAll(/(?<![\w-])echo((?:\s+(?:'[^']*'|"(?:[^"\\]|\\.)*"|[^\s'";|&<>(){}]+))*)/g)
  return [...commands].map(([, words = '']) => words.replaceAll(/'[^']*'/g, '')).filter((words) => /[$`]/.test(words))
}

it('finds what it looks for', () => {
  const lines = ['echo "$x"', 'a || echo x$y', 'echo "`id`"', "echo '$x'", 'echo \'a\' >"$file"', 'printf "$x"']
  expect(lines.map((line) => echoed(line).length)).toEqual([1, 1, 1, 0, 0, 0])
})

// dash's echo makes RS of the four characters \036, and with them an event of a host's text.
it.each(files)('nothing that was expanded is printed by echo: %s', (file) => {
  const lines = readFileSync(join(root, file), 'utf8').split('\n')
  expect(lines.filter((line) => !line.trimStart().startsWith('#') && echoed(line).length > 0)).toEqual([])
})

describe.each(Object.keys(shells) as ShellName[])('in %s', (shell) => {
  it.each(['np_say', 'np_warn', 'np_fail'])(
    '%s prints a text without what an event begins with, and else as it is',
    (name) => {
      const script = `NP_NONCE=n NP_MODE=check NP_RUN=/nonexistent NP_STATE=/nonexistent
${preludeFor('check', name)}
NP_STEP=3
${name} "$1"`
      const text = '100% \\036n \x1en ok 1 \x1e\x1e$(id) \\c `x` -n'
      const args = shell === 'busybox' ? ['sh'] : []
      const printed = (() => {
        try {
          return execFileSync(shells[shell], [...args, '-c', script, 'sh', text], { encoding: 'utf8' })
        } catch (error) {
          return (error as { stdout: string }).stdout
        }
      })()
      const clean = text.replaceAll('\x1e', '')
      const word = name.slice(3)
      expect(printed).toBe(word === 'fail' ? `${clean}\n` : `\n\x1en ${word} 3 ${clean}\n`)
    },
  )
})
