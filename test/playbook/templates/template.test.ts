import { describe, expect, it } from 'vitest'
import { renderString, renderValue } from '../../../src/playbook/templates/template.ts'

const where = { file: 'crio.conf.hbs', line: 1 }
const context = {
  facts: { os: { family: 'rhel', version: '9.4' }, cpus: 2 },
  cluster: { hosts: [{ name: 'cp1' }, { name: 'w1' }], kubernetes: { version: '1.30.1' } },
  run: { joining: [] as string[], joinsAfter: '' },
}
const render = (template: string) => renderString(template, context, where)

describe('a template', () => {
  it.each([
    ['plain text, even with a single { brace', 'plain text, even with a single { brace'],
    ['{{facts.os.family}}', 'rhel'],
    ["{{eq facts.os.family 'rhel'}} {{ne facts.os.family 'rhel'}}", 'true false'],
    ["{{and (eq facts.cpus 2) (eq facts.os.family 'debian')}}", 'false'],
    ["{{or (eq facts.cpus 2) (eq facts.os.family 'debian')}}", 'true'],
    ['{{not run.joinsAfter}}', 'true'],
    [
      '{{gt cluster.hosts.length 1}} {{gte facts.cpus 2}} {{lt facts.cpus 2}} {{lte facts.cpus 2}}',
      'true true false true',
    ],
    ["{{semverGte cluster.kubernetes.version '1.9'}} {{semverLt cluster.kubernetes.version '1.30.2'}}", 'true true'],
    ["{{semverLt facts.os.version '9'}}", 'false'],
    ["{{semverLt facts.os.family '9'}} {{semverGte facts.os.family '9'}}", 'false true'],
    ["{{and (eq facts.cpus 1) (semverLt facts.cpu '8')}} {{or facts.cpus facts.cpu}}", 'false true'],
    ['{{or run.joining (eq 1 2)}} {{and facts.cpus facts.os.family}}', 'true true'],
    ["{{includes cluster.kubernetes.version '.30.'}} {{includes run.joining 'w1'}}", 'true false'],
    ["{{join run.joining ', '}}", ''],
    ['{{json cluster.hosts}}', '[{"name":"cp1"},{"name":"w1"}]'],
    ['{{toml facts.os.family}} {{toml facts.cpus}} {{toml run.joining}}', '"rhel" 2 []'],
    ['{{#each cluster.hosts}}{{name}}{{#unless @last}},{{/unless}}{{/each}}', 'cp1,w1'],
    ['{{#if run.joinsAfter}}after{{else}}first{{/if}}', 'first'],
    ['{{cluster.hosts.[1].name}}', 'w1'],
    ["{{default cluster.kubernetes.controlPlaneEndpoint 'none'}}", 'none'],
    ["{{default cluster.kubernetes.version 'none'}}", '1.30.1'],
    ['{{#if (default cluster.proxy false)}}proxied{{/if}}', ''],
    ['{{#each facts.os}}{{@key}}={{this}};{{/each}}', 'family=rhel;version=9.4;'],
    [
      '{{#each cluster.hosts as |host i|}}{{i}}{{host.name}}{{../facts.cpus}}{{@root.facts.cpus}}{{/each}}',
      '0cp1221w122',
    ],
    ['{{#each run.joining}}x{{else}}nobody{{/each}}', 'nobody'],
    ['{{#with facts.os}}{{family}}{{version}}{{/with}}', 'rhel9.4'],
    ['{{#if run.joinsAfter}}a{{else if (eq facts.cpus 2)}}b{{else}}c{{/if}}', 'b'],
    ['a\n{{#if facts.cpus}}\nb\n{{/if}}\nc\n', 'a\nb\nc\n'],
    ['{{! a comment }}{{cluster.hosts.length}}{{facts.os.family.length}}', '24'],
    ['<{{facts.os.family}}> & "quotes" stay', '<rhel> & "quotes" stay'],
  ])('%s', (template, text) => {
    expect(render(template)).toBe(text)
  })

  it.each([
    ['{{facts.oz}}', '"oz" is not known here'],
    ['{{facts.oz.family}}', '"oz" is not known here'],
    ["{{eq facts.os.famly 'rhel'}}", '"famly" is not known here'],
    ['{{#if facts.selinx}}x{{/if}}', '"selinx" is not known here'],
    ['{{#each cluster.hosts}}{{nme}}{{/each}}', '"nme" is not known here'],
    ['{{#each cluster.hosts as |h|}}{{h.nme}}{{/each}}', '"nme" is not known here'],
    ['{{facts.os.family.nme}}', '"nme" is not known here'],
    ['{{facts.constructor}}', '"constructor" is not known here'],
    ['{{../facts}}', '../facts leads out of the template'],
    ['{{run.joining}}', 'a list or map is not text; use json, join or toml'],
    ['{{#loop facts.cpus}}{{/loop}}', 'there is no block "loop"'],
    ['{{> other}}', 'partials and decorators are not supported'],
    ['{{shout facts.os.family}}', 'there is no helper "shout"'],
    ['{{#if facts.cpus}}', 'this is not Handlebars: '],
    ["{{join facts.cpus ','}}", 'join needs a list, not 2'],
    ["{{semverLt facts.os '9'}}", 'semverLt needs text, not {"family":"rhel","version":"9.4"}'],
    ['{{and facts.cpus (eq facts.cpu 1)}}', '"cpu" is not known here'],
    ['{{or (eq facts.cpus 1) facts.cpu}}', '"cpu" is not known here'],
    ['{{toml facts.os}}', 'toml needs text, not {"family":"rhel","version":"9.4"}'],
  ])('that is wrong says where and what: %s', (template, message) => {
    const wrong = () => render(`first line\n${template}`)
    expect(wrong).toThrow(/^crio\.conf\.hbs:2:\d+: /)
    expect(wrong).toThrow(message)
  })

  it('is told apart by the code of its error', () => {
    expect(() => render('{{facts.oz}}')).toThrow(expect.objectContaining({ code: 'invalid-input' }) as Error)
  })
})

describe('a value', () => {
  it('is filled in however deep', () => {
    expect(
      renderValue({ a: ['{{facts.os.family}}'], b: { c: '{{facts.cpus}}', d: 4, e: null } }, context, where),
    ).toEqual({
      a: ['rhel'],
      b: { c: '2', d: 4, e: null },
    })
  })

  it.each([
    ['{{json cluster.hosts}}', [{ name: 'cp1' }, { name: 'w1' }]],
    ['{{json facts.cpus}}', 2],
    ['{{json (gt facts.cpus 1)}}', true],
    ['{{json facts.os.family}}', 'rhel'],
    ['as text: {{json facts.cpus}}', 'as text: 2'],
    ['{{json facts.cpus}}{{json facts.cpus}}', '22'],
  ])('that is only json becomes the value itself: %s', (template, value) => {
    expect(renderValue(template, context, where)).toEqual(value)
  })
})
