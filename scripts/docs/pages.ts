import { clusterJsonSchema } from '../../src/config/json-schema.ts'
import { operationJsonSchema } from '../../src/operation/json-schema.ts'
import { playbookJsonSchema } from '../../src/playbook/loading/json-schema.ts'
import { clusterPage } from './cluster-page.ts'
import { operationsPage, operationSummaries } from './operations-page.ts'
import { playbooksPage } from './playbooks-page.ts'
import { stepsPage } from './steps-page.ts'

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`

/** Every generated file, by its path from docs/. */
export function pages(): ReadonlyMap<string, string> {
  return new Map([
    ['schema/cluster.schema.json', json(clusterJsonSchema())],
    ['schema/playbook.schema.json', json(playbookJsonSchema())],
    ['reference/cluster-yaml.md', clusterPage()],
    ['reference/steps.md', stepsPage()],
    ['reference/playbooks.md', playbooksPage()],
    ['reference/operations.md', operationsPage()],
    ['schema/operation.schema.json', json(operationJsonSchema())],
    ['../src/commands/shipped-operations.json', json(operationSummaries())],
  ])
}
