import { basename } from 'node:path'
import { decodeText } from '../../../src/yaml/read-text.ts'
import { MAX_FILE_SIZE } from '../../../src/yaml/parse.ts'
import { parsePlaybook } from '../../../src/playbook/loading/load.ts'
import { loadTemplates } from '../../../src/playbook/loading/load-templates.ts'
import { stepKinds } from '../../../src/steps/index.ts'
import { clusterOf, factsOf } from '../../kubernetes/fixtures.ts'
import { included } from '../../playbook/loading/bad-input/included.ts'
import { checkProblems, outcomeOf } from '../judge.ts'
import { demand, type Target } from '../target.ts'
import { yamlWords } from './cluster.ts'
import { casesOf, planAndCompile, read, shipped, under, withFacts } from './inputs.ts'
import { templateWords } from './template.ts'

const books = new Map(
  under('playbooks')
    .filter((path) => path.endsWith('.yaml'))
    .map((path) => [basename(path, '.yaml'), read(path)]),
)
/** A playbook that ships, or one of those that tests include. */
export const findPlaybook = (name: string) => {
  const text = books.get(name)
  return text === undefined ? included(name) : { file: `${name}.yaml`, text }
}
const head =
  'apiVersion: nodeprep.dev/v1alpha1\nkind: Playbook\nmetadata: { name: test, description: a test }\nsteps:\n'
const examples = [...stepKinds.values()].map(({ example }) => example.trimEnd())
const clusters = [clusterOf(), clusterOf({ version: '1.20.15' })]

export const playbook: Target = {
  name: 'playbook',
  seeds: () => [
    ...books.values(),
    ...casesOf('test/playbook/loading/bad-input/playbook.txt'),
    ...examples.map((example) => `${head}  - ${example.replaceAll('\n', '\n    ')}\n`),
    `${head}${examples.map((example) => `  - ${example.replaceAll('\n', '\n    ')}\n`).join('')}`,
  ],
  words: [
    ...yamlWords,
    ...templateWords,
    'include: node',
    'when: true',
    'awaits: [join]',
    'provides: [a, "b c"]',
    'sensitive: true',
  ],
  run: (input) =>
    outcomeOf({ 'test.yaml': input.toString('utf8') }, () => {
      const text = decodeText(input, 'test.yaml', MAX_FILE_SIZE)
      const result = parsePlaybook(text, 'test.yaml', findPlaybook)
      if ('problems' in result) return checkProblems(result.problems, { 'test.yaml': text })
      demand(Object.isFrozen(result.playbook), 'the playbook is not frozen')
      const files = loadTemplates(result.playbook, [shipped.templates])
      for (const [i, cluster] of clusters.entries()) {
        const facts = factsOf(i === 0 ? 'debian-12' : 'centos-stream-9')
        planAndCompile(cluster, withFacts(cluster, facts), result.playbook, files)
      }
      return `planned ${result.playbook.steps.length} steps`
    }),
}
