import { expect, it } from 'vitest'
import { casesOf } from './labels.ts'
import { differencesIn, tableText, type Differences } from './table.ts'

const table = { rows: ['debian', 'centos'], columns: ['1', '2'] }
const all: Readonly<Record<string, Differences>> = {
  'debian/1': new Map([
    ['every step', ['+a']],
    ['file', ['-x', '~', '+y']],
  ]),
  'debian/2': new Map([
    ['every step', ['+a']],
    ['new', ['+']],
  ]),
  'centos/1': new Map([
    ['every step', ['+a']],
    ['file', ['-x', '~', '+y']],
    ['own', ['+b']],
  ]),
  'centos/2': new Map([
    ['every step', ['+a']],
    ['own', ['+c']],
  ]),
}
const text = tableText('a table', table, (one) => all[one] ?? new Map())

it('a table of differences says each once, with the cases that have it by the shortest names', () => {
  expect(text.split('\n').filter((line) => line.startsWith('@@'))).toEqual([
    '@@ every step @@',
    '@@ new  debian/2 @@',
    '@@ file  1 @@',
    '@@ own  centos/1 @@',
    '@@ own  centos/2 @@',
  ])
})

it.each(casesOf(table))('a table of differences has all of those of %s, and no others', (one) => {
  expect(differencesIn(text, one)).toEqual(all[one])
})
