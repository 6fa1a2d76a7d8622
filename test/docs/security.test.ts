import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const root = new URL('../../', import.meta.url)
const text = readFileSync(new URL('SECURITY.md', root), 'utf8')
const [, section = ''] = /^## What nodeprep promises$([\s\S]*?)^## /m.exec(text) ?? []
const promises = section
  .split(/^- /m)
  .slice(1)
  .map((promise): [title: string, promise: string] => [/^\*\*(.+?)\*\*/.exec(promise)?.[1] ?? promise, promise])

test('SECURITY.md has its promises', () => {
  expect(promises.length).toBeGreaterThan(10)
})

test.each(promises)('the promise "%s" names tests, and each of them exists', (_, promise) => {
  const named = [...promise.matchAll(/`(test\/[^`\s]+)`/g)].map((match) => match[1] ?? '')
  expect(named).not.toEqual([])
  for (const file of named) expect(file).toMatch(/^test\/.+\.test\.ts$/)
  expect(named.filter((file) => !existsSync(new URL(file, root)))).toEqual([])
})
