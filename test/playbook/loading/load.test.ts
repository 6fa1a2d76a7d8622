import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadPlaybook, parsePlaybook } from '../../../src/playbook/loading/load.ts'
import { loadTemplates } from '../../../src/playbook/loading/load-templates.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nodeprep-'))
  mkdirSync(join(folder, 'own'))
  mkdirSync(join(folder, 'shipped/conf'), { recursive: true })
})
afterEach(() => rmSync(folder, { recursive: true }))

const head = (name: string) =>
  `apiVersion: nodeprep.dev/v1alpha1\nkind: Playbook\nmetadata: { name: ${name}, description: test }\nsteps:\n`
const at = (path: string) => join(folder, path)
const write = (path: string, text: string) => {
  writeFileSync(at(path), text)
}

const load = (name: string) => loadPlaybook(name, [at('own'), at('shipped')])
const step = (id: string) => `  - id: ${id}\n    file: { path: /etc/${id}, state: absent }\n`

test('an entry is read to exactly what it says', () => {
  const text = `${head('one')}  - id: key
    when: true
    sensitive: true
    awaits: [join]
    provides: ["joined-{{host.name}}"]
    file: { path: /etc/key, content: 1.30, mode: 0600 }
`
  expect(parsePlaybook(text, 'one.yaml', () => undefined)).toEqual({
    playbook: {
      name: 'one',
      description: 'test',
      file: 'one.yaml',
      steps: [
        {
          id: 'key',
          kind: 'file',
          params: { path: '/etc/key', content: '1.30', mode: '0600' },
          when: ['true'],
          sensitive: true,
          awaits: ['join'],
          provides: ['joined-{{host.name}}'],
          source: { file: 'one.yaml', line: 5, column: 5 },
        },
      ],
    },
  })
})

test('includes are spliced in, their conditions first, and keep their own places', () => {
  write(
    'shipped/outer.yaml',
    `${head('outer')}${step('a')}  - include: inner\n    when: "{{facts.swap}}"\n${step('z')}`,
  )
  write('shipped/inner.yaml', `${head('inner')}  - id: b\n    when: "false"\n    swap: { state: "off" }\n`)
  const { steps } = load('outer')
  expect(steps.map(({ id, when, source }) => [id, when, source.file, source.line])).toEqual([
    ['a', [], at('shipped/outer.yaml'), 5],
    ['b', ['{{facts.swap}}', 'false'], at('shipped/inner.yaml'), 5],
    ['z', [], at('shipped/outer.yaml'), 9],
  ])
})

test("the user's folder comes before the shipped one, for includes too", () => {
  write('shipped/outer.yaml', `${head('outer')}  - include: inner\n`)
  write('shipped/inner.yaml', `${head('inner')}${step('shipped')}`)
  write('own/inner.yaml', `${head('inner')}${step('own')}`)
  expect(load('outer').steps.map(({ id }) => id)).toEqual(['own'])
})

test('a playbook given as a file finds what it includes beside itself, then in the folders', () => {
  mkdirSync(at('elsewhere'))
  write('elsewhere/mine.yaml', `${head('mine')}  - include: near\n  - include: far\n`)
  write('elsewhere/near.yaml', `${head('near')}${step('near')}`)
  write('shipped/far.yaml', `${head('far')}${step('far')}`)
  expect(load(at('elsewhere/mine.yaml')).steps.map(({ id }) => id)).toEqual(['near', 'far'])
})

test('a playbook that is nowhere is refused with the folders that were searched', () => {
  expect(() => load('nope')).toThrow(`no playbook nope in ${at('own')}, ${at('shipped')}`)
  expect(() => load(at('nope.yaml'))).toThrow(`cannot read ${at('nope.yaml')}: there is no such file`)
})

test('every mistake of a playbook and of what it includes is thrown at once', () => {
  write('shipped/outer.yaml', `${head('outer')}  - include: inner\n  - id: A\n    swap: { state: "off" }\n`)
  write('shipped/inner.yaml', `${head('inner')}  - id: b\n    swop: { state: "off" }\n`)
  expect(() => load('outer')).toThrow(
    `${at('shipped/outer.yaml')}:6:9 steps.1.id: "A" is not a step id
    write it in lower case with dashes, as in pause-image
${at('shipped/inner.yaml')}:6:5 steps.0: unknown step kind "swop"; did you mean "swap"?`,
  )
})

const withTemplates = (...sources: string[]) => {
  const steps = sources.map((src, i) => `  - id: t${i}\n    template: { src: ${src}, dest: /etc/t${i} }\n`)
  write('shipped/t.yaml', head('t') + steps.join(''))
  return loadTemplates(load('t'), [at('own'), at('shipped')])
}

test('templates are read from the first folder that has them', () => {
  mkdirSync(at('own/conf'))
  write('own/conf/a.hbs', 'own {{host.name}}')
  write('shipped/conf/a.hbs', 'shipped')
  write('shipped/conf/b.hbs', 'shipped b')
  expect(Object.fromEntries(withTemplates('conf/a.hbs', 'conf/b.hbs'))).toEqual({
    'conf/a.hbs': { file: at('own/conf/a.hbs'), text: 'own {{host.name}}' },
    'conf/b.hbs': { file: at('shipped/conf/b.hbs'), text: 'shipped b' },
  })
})

test('templates that are missing and templates that are wrong are named with their places, all at once', () => {
  write('shipped/conf/a.hbs', 'one\n  {{#if facts.swap}}\n{{clustr.name}} {{jsom 1}}\n{{/if}}')
  write('shipped/conf/b.hbs', 'one\n{{#if facts.swap}}\n')
  expect(() => withTemplates('conf/a.hbs', 'conf/b.hbs', 'conf/c.hbs')).toThrow(
    `${at('shipped/conf/a.hbs')}:3:3 unknown name "clustr"; did you mean "cluster"?
${at('shipped/conf/a.hbs')}:3:19 unknown helper "jsom"; did you mean "json"?
${at('shipped/conf/b.hbs')}:3:1 not a Handlebars template: the text ends before all is closed
${at('shipped/t.yaml')}:9:1 t2: there is no template conf/c.hbs in ${at('own')}, ${at('shipped')}`,
  )
})

test('shell keeps its braces, and what depends on a host is left for the plan', () => {
  const text = `${head('x')}  - id: a
    command: { title: "{{host.name}}", check: "docker ps --format '{{.Names}}'", apply: "echo {{", timeout: "{{json 5}}" }
  - id: b
    file: { path: "{{host.name}}", state: "{{facts.init}}", content: "x" }
`
  expect(parsePlaybook(text, 'x.yaml', () => undefined)).toHaveProperty('playbook.steps.length', 2)
})

test('a step knows the file that has to be read for it, wherever it is included and whatever its condition', () => {
  const toml = (path: string) => `    toml: { path: ${path}, set: { a: "{{with.a}}" } }\n`
  write('shipped/inner.yaml', `${head('inner')}  - id: b\n${toml('/etc/b_1.toml')}${step('c')}`)
  write('shipped/outer.yaml', `${head('outer')}  - include: inner\n    when: "{{facts.swap}}"\n    with: { a: x }\n`)
  const { steps } = load('outer')
  expect(steps.map(({ id, reads }) => [id, reads])).toEqual([
    ['b', '/etc/b_1.toml'],
    ['c', undefined],
  ])
})

test.each(['own', 'shipped'])('a playbook that is run as a file of %s has the functions of lib/ beside it', (place) => {
  mkdirSync(at(`${place}/lib`))
  mkdirSync(at('elsewhere/lib'), { recursive: true })
  write(`${place}/lib/ours.sh`, 'ours() { :; }')
  write('elsewhere/lib/theirs.sh', 'theirs() { :; }')
  write(`${place}/a.yaml`, `${head('a')}  - id: a\n    command: { title: x, check: ours, apply: ours }\n`)
  expect(loadPlaybook(at(`${place}/a.yaml`), [at('elsewhere')]).library).toEqual({
    ours: 'ours() { :; }',
    theirs: 'theirs() { :; }',
  })
})
