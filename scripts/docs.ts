import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pages } from './docs/pages.ts'

// Writes the generated files of docs/; with --check only says which are stale, and fails.
const check = process.argv.includes('--check')
const stale = [...pages()].filter(([path, text]) => {
  const file = join('docs', path)
  return !existsSync(file) || readFileSync(file, 'utf8') !== text
})
for (const [path, text] of stale) {
  const file = join('docs', path)
  console.log(`${file} ${check ? 'is stale: npm run docs' : 'written'}`)
  if (check) continue
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}
if (check && stale.length > 0) process.exitCode = 1
