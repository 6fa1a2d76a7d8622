import { basename } from 'node:path'
import { assetFolder } from '../../src/assets.ts'
import type { OperationSummary } from '../../src/commands/operation-command.ts'
import { inputSchema } from '../../src/validation/input-schema.ts'
import { flagOf } from '../../src/operation/flag-of.ts'
import { loadOperation } from '../../src/operation/load-operation.ts'
import { phases, type Operation, type OptionSpec } from '../../src/operation/operation.ts'
import { operationSchema } from '../../src/operation/operation-schema.ts'
import { takes } from '../../src/operation/options.ts'
import { namesIn } from '../../src/playbook/loading/names-in.ts'
import { rowsOf, table } from './schema-table.ts'

const folder = assetFolder('playbooks')
const shipped = (): readonly Operation[] => namesIn([folder], 'Operation').map((name) => loadOperation(name, [folder]))

/** What the command line has to know of the operations that ship. */
export function operationSummaries(): readonly OperationSummary[] {
  return shipped().map(({ name, description, options, confirm }) => ({
    ...{ name, description, options },
    ...(confirm && { confirm }),
  }))
}

/** docs/reference/operations.md: the keys of an operation, then every operation that ships with its options and steps. */
export function operationsPage(): string {
  return `# Operations

An operation is something that happens to the nodes of a live cluster one after the other: a file of \`kind: Operation\` beside
the playbooks. Each one that ships is a command, \`nodeprep NAME cluster.yaml\`; \`nodeprep operation run NAME cluster.yaml\` runs
your own, whose options are given by \`--set drainTimeout=10m\`. [own-playbooks.md](../own-playbooks.md) has an example.

${table(rowsOf(inputSchema(operationSchema)).filter(({ key }) => !/\[\]\./.test(key)))}

The lists of steps have entries as [playbooks](steps.md) have them.

${shipped().map(section).join('\n')}`
}

function section({ name, description, options, phases: lists }: Operation): string {
  const rows = Object.entries(options).map(([option, spec]) => `| \`${flag(option, spec)}\` | ${meaning(spec)} |`)
  const steps = phases.flatMap((phase) =>
    lists[phase].map(({ id, kind, source }) => `| ${phase} | ${id} | ${kind} | ${basename(source.file, '.yaml')} |`),
  )
  return `## ${name}

${description}

| Option | Meaning |
| --- | --- |
${rows.join('\n')}

| Phase | Step | Kind | From |
| --- | --- | --- | --- |
${steps.join('\n')}
`
}

const flag = (name: string, { type }: OptionSpec) =>
  type === 'boolean' ? flagOf(name) : `${flagOf(name)} ${takes[type]}`

function meaning({ description, choices, default: value }: OptionSpec): string {
  const what = choices ? `${description}: ${choices.join(' or ')}` : description
  return value === undefined ? what : `${what}; ${String(value)} by default`
}
