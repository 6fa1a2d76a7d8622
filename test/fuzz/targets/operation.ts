import { decodeText } from '../../../src/yaml/read-text.ts'
import { MAX_FILE_SIZE } from '../../../src/yaml/parse.ts'
import { parseOperation } from '../../../src/operation/load-operation.ts'
import { operationPlaybook } from '../../../src/operation/operation-playbook.ts'
import { optionValues } from '../../../src/operation/options.ts'
import { loadTemplates } from '../../../src/playbook/loading/load-templates.ts'
import { ownOperationText } from '../../docs/own-operation.ts'
import { clusterOf, factsOf, notJoined } from '../../kubernetes/fixtures.ts'
import { checkProblems, outcomeOf } from '../judge.ts'
import type { Target } from '../target.ts'
import { yamlWords } from './cluster.ts'
import { planAndCompile, read, shipped, withFacts } from './inputs.ts'
import { findPlaybook } from './playbook.ts'
import { templateWords } from './template.ts'

const cluster = clusterOf()
const hosts = withFacts(cluster, factsOf('debian-12')).map(({ host, facts }) => ({
  host,
  facts: { ...facts, kubernetes: { ...notJoined, state: host.role } },
}))

/** Operations of the user, with what they include. */
export const operation: Target = {
  name: 'operation',
  seeds: () => [
    read('playbooks/migrate-runtime.yaml'),
    ownOperationText('journal-limit'),
    ownOperationText('reboot-nodes'),
  ],
  words: [...yamlWords, ...templateWords, 'atOnce: 50%', 'order: [lead]', 'requires: [to]', 'type: count', 'with: {}'],
  run: (input) =>
    outcomeOf({ 'test.yaml': input.toString('utf8') }, () => {
      const text = decodeText(input, 'test.yaml', MAX_FILE_SIZE)
      const result = parseOperation(text, 'test.yaml', findPlaybook)
      if ('problems' in result) return checkProblems(result.problems, { 'test.yaml': text })
      const options = optionValues(result.operation, { to: 'cri-o', round: 1 })
      const playbook = operationPlaybook(result.operation, { cluster, hosts, options })
      planAndCompile(cluster, hosts, playbook, loadTemplates(playbook, [shipped.templates]))
      return `planned ${playbook.steps.length} steps`
    }),
}
