import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findInside } from '../../src/playbook/inside.ts'
import { loadPlaybook, parsePlaybook } from '../../src/playbook/loading/load.ts'
import { loadTemplates } from '../../src/playbook/loading/load-templates.ts'

let folder = ''
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'nodeprep-')))
  for (const name of ['own/deep', 'shipped', 'own-not']) mkdirSync(join(folder, name), { recursive: true })
  for (const name of ['secret', 'own-not/secret', 'own/deep/inner', 'shipped/a']) writeFileSync(at(name), `${name}\n`)
})
afterEach(() => rmSync(folder, { recursive: true }))

const at = (path: string) => join(folder, path)
const find = (name: string) => findInside(name, [at('own'), at('shipped')])
const link = (to: string, name: string) => {
  symlinkSync(to, at(name))
}
const outside = (name: string, to: string) =>
  expect.objectContaining({
    code: 'invalid-input',
    message: `${at(name)} leads out of its folder, to ${at(to)}`,
  }) as Error

test('a file is found in the first folder that has it, also below and by a link that stays inside', () => {
  link('deep/inner', 'own/near')
  link(at('own/deep'), 'own/folder')
  expect([find('a'), find('deep/inner'), find('near'), find('folder/inner'), find('none')]).toEqual([
    ...[at('shipped/a'), at('own/deep/inner'), at('own/near'), at('own/folder/inner'), undefined],
  ])
})

test.each([
  ['a link upwards', '../secret', 'secret'],
  ['a link to a folder whose name begins alike', '../own-not/secret', 'own-not/secret'],
  ['a link by way of a folder inside', 'deep/../../secret', 'secret'],
])('%s is refused, and no later folder is asked', (_, to, target) => {
  link(to, 'own/a')
  expect(() => find('a')).toThrow(outside('own/a', target))
})

test('an absolute link, a chain of links, a folder that is a link, and dots are refused', () => {
  link(at('secret'), 'own/absolute')
  link('absolute', 'own/chain')
  link('..', 'own/up')
  for (const name of ['absolute', 'chain', 'up/secret'])
    expect(() => find(name)).toThrow(outside(`own/${name}`, 'secret'))
  expect(() => find('../secret')).toThrow(outside('secret', 'secret'))
  expect(() => find('deep/../../own-not/secret')).toThrow(outside('own-not/secret', 'own-not/secret'))
})

test('a link to nothing, a link to itself and what is no path are not there', () => {
  link('nowhere', 'own/dangling')
  link('loop', 'own/loop')
  expect([find('dangling'), find('loop'), find('a\0b'), find('x'.repeat(10_000))]).toEqual(Array(4).fill(undefined))
})

test('a folder that is a link itself is where it leads', () => {
  link('own', 'by-link')
  expect(findInside('deep/inner', [at('by-link')])).toBe(at('by-link/deep/inner'))
})

const book = (steps: string) =>
  `apiVersion: nodeprep.dev/v1alpha1\nkind: Playbook\nmetadata: { name: x, description: x }\nsteps:\n${steps}`

test('playbooks, what they include and templates cannot be links that lead out', () => {
  link('../secret', 'own/x.yaml')
  link('../secret', 'own/t.hbs')
  expect(() => loadPlaybook('x', [at('own')])).toThrow(outside('own/x.yaml', 'secret'))
  writeFileSync(at('own/y.yaml'), book('  - include: x\n'))
  expect(() => loadPlaybook(at('own/y.yaml'), [])).toThrow(outside('own/x.yaml', 'secret'))
  writeFileSync(at('own/z.yaml'), book('  - id: t\n    template: { src: t.hbs, dest: /etc/t }\n'))
  expect(() => loadTemplates(loadPlaybook('z', [at('own')]), [at('own')])).toThrow(outside('own/t.hbs', 'secret'))
})

test.each(['../secret', '/etc/passwd', 'a/../../secret', './t.hbs', '.hidden', 'a//b', '..'])(
  'a template is not named %s',
  (src) => {
    const text = book(`  - id: t\n    template: { src: ${src}, dest: /etc/t }\n`)
    const result = parsePlaybook(text, 'x.yaml', () => undefined)
    expect(result).toMatchObject({ problems: [{ file: 'x.yaml', line: 6, column: 22 }] })
  },
)
