import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')

/** Texts of the shell files in a folder, by their paths below it. */
function shellFiles(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
  const shell = files.filter((file) => file.endsWith('.sh')).sort()
  return Object.fromEntries(shell.map((file) => [file, readFileSync(join(root, folder, file), 'utf8')]))
}

test('the bundle has each shell file of the sources, at the same path', () => {
  expect(shellFiles('dist')).toEqual(shellFiles('src'))
  expect(Object.keys(shellFiles('dist'))).toContain('program/bootstrap.sh')
})
