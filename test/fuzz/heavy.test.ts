import { expect, test } from 'vitest'
import { isBad, runHeavy } from './heavy/run-heavy.ts'

// The rest of them is for `npm run fuzz`.
test.each([
  'aliases: a billion laughs',
  'aliases: 900 KB of text, 10,000 times',
  'nesting: 10,000 lists',
  'a template without end',
  '100 MB on one line',
  'an event line of 100 MB',
])(
  '%s: takes bounded time and memory',
  async (name) => {
    const found = await runHeavy(name)
    expect(isBad(found), JSON.stringify(found)).toBe(false)
  },
  90_000,
)
