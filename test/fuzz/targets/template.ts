import { decodeText } from '../../../src/yaml/read-text.ts'
import { MAX_FILE_SIZE } from '../../../src/yaml/parse.ts'
import { resolve } from '../../../src/kubernetes/resolve.ts'
import { runContext } from '../../../src/plan/run-context.ts'
import { checkTemplate } from '../../../src/playbook/templates/check-template.ts'
import { renderString } from '../../../src/playbook/templates/template.ts'
import { clusterOf } from '../../kubernetes/fixtures.ts'
import { hostileValues } from '../hostile.ts'
import { checkProblems, outcomeOf } from '../judge.ts'
import { demand, type Target } from '../target.ts'
import { hostsOf, read, under } from './inputs.ts'

export const templateWords = [
  ...[
    '{{',
    '}}',
    '{{{',
    '}}}',
    '{{#if ',
    '{{/if}}',
    '{{#each cluster.hosts}}',
    '{{/each}}',
    '{{#with host}}',
    '{{/with}}',
  ],
  ...[
    '{{else}}',
    '{{!-- --}}',
    '{{> x}}',
    '{{* x}}',
    '{{~',
    '~}}',
    '{{&',
    'as |x i|',
    '../',
    '@index',
    '@root',
    '@key',
    'this',
  ],
  ...['{{json cluster}}', '{{json undefined}}', '{{toml (join a b)}}', '(eq ', '(default x)', '[0]', '.[constructor]'],
  ...[
    '{{host.name.constructor}}',
    '{{__proto__}}',
    '{{lookup this "constructor"}}',
    'facts.os.',
    'resolved.',
    '=',
    '|',
    '"',
    "'",
    '\\',
  ],
]

const cluster = clusterOf()
const hosts = hostsOf(cluster)
const contexts = hosts.map(({ host, facts }) => ({
  ...{
    cluster,
    host,
    facts,
    resolved: resolve(cluster, host, facts),
    run: runContext(cluster, host, hosts, undefined),
  },
}))

export const template: Target = {
  name: 'template',
  seeds: () => [
    ...under('templates').flatMap(under).map(read),
    '{{#each cluster.hosts as |one i|}}{{i}} {{one.name}} {{@index}}{{#unless @last}},{{/unless}}{{/each}}\n',
    '{{#with host}}{{name}} {{../cluster.name}}{{/with}} {{default cluster.cni.version "none"}} {{json facts}}\n',
    '{{toml cluster.kubernetes.certSANs}} {{join run.joining ","}} {{semverGte facts.os.version "9"}} {{includes "ab" "b"}}\n',
  ],
  words: [...templateWords, ...hostileValues],
  run: (input) =>
    outcomeOf({ 'x.hbs': input.toString('utf8') }, () => {
      const text = decodeText(input, 'x.hbs', MAX_FILE_SIZE)
      const mistakes = checkTemplate(text)
      const places = mistakes.map((one) => ({ ...one, file: 'x.hbs', path: '', column: one.column || 1 }))
      if (mistakes.length > 0) return checkProblems(places, { 'x.hbs': text })
      const rendered = contexts.map((context) => renderString(text, context, { file: 'x.hbs', line: 1 }))
      demand(
        rendered.every((one) => one.length < 16_777_216),
        'a text without end',
      )
      return 'rendered'
    }),
}
