import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { clusterCases } from './cluster/cases.ts'
import { runClusterCases } from './cluster/run-cluster.ts'
import { nodeCases, sliceCases } from './node/cases.ts'
import type { Result } from './node/result.ts'
import { runCases } from './node/run-cases.ts'
import { legend, messages, table, totals } from './node/table.ts'

const help = `npm run faults -- [options]

  --list              print the names of the cases
  --only NAME         a case, or all whose names begin so; may be repeated
  --playbook NAME     node or cluster; by default both
  --slice ci          of the node's cases only those that CI runs
  --jobs N            hosts at a time for the node's cases, 1 by default
  --json FILE         write results there as they come
`

const { values } = parseArgs({
  options: {
    list: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [] },
    playbook: { type: 'string' },
    slice: { type: 'string' },
    jobs: { type: 'string', default: '1' },
    json: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})

function wanted<T extends { readonly name: string }>(playbook: string, cases: readonly T[]): readonly T[] {
  if (values.playbook !== undefined && values.playbook !== playbook) return []
  return cases.filter(({ name }) => values.only.length === 0 || values.only.some((only) => name.startsWith(only)))
}

async function main(): Promise<number> {
  if (values.help) {
    process.stdout.write(help)
    return 0
  }
  const node = wanted('node', values.slice === 'ci' ? sliceCases() : nodeCases())
  const cluster = values.slice === 'ci' ? [] : wanted('cluster', clusterCases())
  const names = [...node, ...cluster].map(({ name }) => name)
  if (values.list) {
    process.stdout.write(names.map((name) => `${name}\n`).join(''))
    return 0
  }
  if (names.length === 0) throw new Error('no case of that name; see --list')
  const folder = await mkdtemp(join(tmpdir(), 'nodeprep-faults-'))
  process.stdout.write(`${names.length} cases; what the runs say is written to ${folder}\n`)
  const results: Result[] = []
  const done = async (some: readonly Result[]): Promise<void> => {
    results.push(...some)
    for (const one of some) process.stdout.write(line(one))
    if (values.json !== undefined) await writeFile(values.json, JSON.stringify(results, null, 1))
  }
  if (node.length > 0) await runCases({ cases: node, jobs: Number(values.jobs), folder, done })
  if (cluster.length > 0) await runClusterCases({ cases: cluster, folder, done })
  const parts = [legend, table(names, results), messages(results), totals(names.length, results)]
  process.stdout.write(`\n${parts.join('\n\n')}\n`)
  return results.length === names.length && results.every(({ wrong }) => wrong.length === 0) ? 0 : 1
}

function line({ name, reruns, message, wrong, seconds, folder }: Result): string {
  const how = wrong.length > 0 ? 'WRONG' : reruns === 0 ? 'went on' : 'one rerun'
  const more = wrong.map((text) => `    ${text}\n`).join('') + (wrong.length > 0 ? `    see ${folder}\n` : '')
  return `${how.padEnd(9)} ${name} (${seconds} s)${message === '' ? '' : `: ${message}`}\n${more}`
}

process.exitCode = await main()
