import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Ended {
  readonly ok: boolean
  readonly output: string
}

/** Runs a text by a shell, from a file in a folder: with all functions of the prelude it is too long for an argument. */
export function runScript(shell: string, folder: string, text: string): Ended {
  const file = join(folder, 'script')
  writeFileSync(file, text)
  const [program = '', ...args] = shell.split(' ')
  const { status, stdout, stderr } = spawnSync(program, [...args, file], { encoding: 'utf8', input: '' })
  return { ok: status === 0, output: stdout + stderr }
}
