import { expect, test } from 'vitest'
import { parseYaml } from '../../src/yaml/parse.ts'
import { checkTemplate } from '../../src/playbook/templates/check-template.ts'
import { renderString } from '../../src/playbook/templates/template.ts'

const list = Array.from({ length: 1000 }, (_, i) => i)
const render = (template: string, context: object = {}) => renderString(template, context, { file: 'x.hbs', line: 1 })
const nested = (depth: number) => '{{#if a}}'.repeat(depth) + '{{/if}}'.repeat(depth)

test.each([
  ['blocks', nested(100), nested(101), 'nested more than 100 deep'],
  ['brackets', `{{${'('.repeat(100)}`, `{{eq ${'('.repeat(101)}`, 'nested more than 100 deep'],
  ['expressions', '{{! }}'.repeat(20_000), '{{! }}'.repeat(20_001), 'more than 20000 expressions'],
])('a template has so many %s and no more', (_, most, tooMany, message) => {
  expect(JSON.stringify(checkTemplate(most))).not.toContain('more than')
  expect(checkTemplate(tooMany)).toMatchObject([{ message: expect.stringContaining(message) as string, line: 1 }])
  expect(() => render(tooMany, { a: true })).toThrow(message)
})

test('a template makes 16 MiB of text and no more', () => {
  const piece = 'x'.repeat(16 * 1024)
  const context = { list, piece, most: list.concat(list.slice(0, 24)) }
  expect(render('{{#each most}}{{@root.piece}}{{/each}}', context)).toHaveLength(16 * 1024 * 1024)
  expect(() => render('{{#each most}}{{@root.piece}}{{/each}}!', context)).toThrow('makes more than 16 MiB of text')
})

test('lists within lists end', () => {
  const template = '{{#each list}}{{#each @root.list}}{{#each @root.list}}x{{/each}}{{/each}}{{/each}}'
  expect(() => render(template, { list })).toThrow('has lists within lists without end')
})

test('aliases stand for 16 MiB of text and no more, all documents together', () => {
  const text = 'x'.repeat(512 * 1024)
  const uses = (count: number) => `a: &a ${text}\nb: [${Array(count).fill('*a').join(', ')}]\n`
  const messages = (file: string) => parseYaml(file, 'cluster.yaml').problems.map(({ message }) => message)
  expect(messages(uses(32))).toEqual([])
  expect(messages(uses(33))).toEqual(['aliases unfold to more than 16 MiB of text'])
  const small = (count: number) => uses(count).replace(text, text.slice(0, text.length / 2))
  expect(messages(`${small(32)}---\n${small(32)}`)).toEqual([])
  expect(messages(`${small(32)}---\n${small(33)}`)).toEqual(['aliases unfold to more than 16 MiB of text'])
})
