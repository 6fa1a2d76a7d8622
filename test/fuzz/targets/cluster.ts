import { parseCluster } from '../../../src/config/load.ts'
import { decodeText } from '../../../src/yaml/read-text.ts'
import { MAX_FILE_SIZE } from '../../../src/yaml/parse.ts'
import { NodeprepError } from '../../../src/errors.ts'
import { hostileValues } from '../hostile.ts'
import { checkProblems, outcomeOf } from '../judge.ts'
import { demand, type Target } from '../target.ts'
import { casesOf, fullCluster, hostsOf, planAndCompile, read, under } from './inputs.ts'

const surroundings = {
  home: '/home/me',
  readManifest: (path: string) => {
    if (path.endsWith('net.yaml')) return 'apiVersion: v1\nkind: Namespace\nmetadata: { name: net }\n'
    throw new NodeprepError('invalid-input', `cannot read ${path}: there is no such file`)
  },
}

export const yamlWords = [
  ...[
    '- ',
    ': ',
    '\n  ',
    '---\n',
    '...\n',
    '&a ',
    '*a',
    '<<: *a',
    '? ',
    '!!str ',
    '!x ',
    '| ',
    '>-\n',
    '{',
    '}',
    '[',
    ']',
  ],
  ...[
    "'",
    '"',
    '#',
    '%YAML 1.2\n',
    '~',
    'null',
    '\t',
    '\r',
    '\0',
    '\ufeff',
    '__proto__: 1',
    'constructor: x',
    '0x',
    '1e999',
  ],
  ...[
    '[*a, *a, *a, *a, *a, *a, *a, *a, *a]',
    'b: &b [*a,*a,*a,*a,*a,*a,*a,*a]\n',
    '[[[[[[[[',
    '{{{{{{{{',
    '- - - - - - ',
  ],
  ...hostileValues,
]

export const cluster: Target = {
  name: 'cluster',
  seeds: () => [
    fullCluster,
    ...under('docs/examples').map((folder) => read(`${folder}/cluster.yaml`)),
    ...casesOf('test/config/bad-input/cluster.txt'),
  ],
  words: [
    ...yamlWords,
    ...[
      'mirror: aliyun',
      'packages: { kubernetes: { url: "https://m.example/{minor}/" } }',
      'cni: { manifest: net.yaml }',
    ],
    ...[
      'ssh: { transport: local }',
      'bastion: { address: a }',
      'kind: KubeletConfiguration',
      'registries: [{ host: a:1, insecure: true }]',
    ],
  ],
  run: (input) => {
    let text = ''
    return outcomeOf({ 'cluster.yaml': input.toString('utf8') }, () => {
      text = decodeText(input, 'cluster.yaml', MAX_FILE_SIZE)
      const result = parseCluster(text, 'cluster.yaml', surroundings)
      if ('problems' in result) return checkProblems(result.problems, { 'cluster.yaml': text })
      demand(Object.isFrozen(result.cluster), 'the cluster is not frozen')
      // A cluster that is valid can be planned on supported systems; what cannot be is refused early.
      const plan = planAndCompile(result.cluster, hostsOf(result.cluster))
      return `planned for ${plan.hosts.length} hosts`
    })
  },
}
