import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { codeVersion } from '../commit.ts'
import { runClusterCases } from './cluster/run-cluster.ts'
import type { Result } from './node/result.ts'
import { runCases } from './node/run-cases.ts'
import { legend, messages, table, totals } from './node/table.ts'
import { readPassed, writeResults } from './results-file.ts'
import { seed } from '../seed.ts'
import { select, type Selected } from './select.ts'

const help = `npm run faults -- [options]

  --list              print the names of the cases
  --only NAME         a case, or all whose names begin so; may be repeated
  --playbook NAME     node or cluster; by default both
  --slice ci          the cases that CI runs for this commit, or for NODEPREP_SEED=SEED
  --shard I/N         part I of N; the N parts together are all cases
  --jobs N            hosts at a time for the node's cases, 1 by default
  --json FILE         write results there as they come; cases that FILE says passed with the same commit are not run again
`

const { values } = parseArgs({
  options: {
    list: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [] },
    playbook: { type: 'string' },
    slice: { type: 'string' },
    shard: { type: 'string' },
    jobs: { type: 'string', default: '1' },
    json: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})

// Taken at the start: what is edited while this runs is another version.
const commit = codeVersion()

/** Runs what has not passed yet, and returns the results of all. */
async function run({ node, cluster }: Selected, folder: string, passed: readonly Result[]): Promise<readonly Result[]> {
  const results = [...passed]
  const done = async (some: readonly Result[]): Promise<void> => {
    results.push(...some)
    for (const one of some) process.stdout.write(line(one))
    if (values.json !== undefined) await writeResults(values.json, results, commit)
  }
  const isLeft = ({ name }: { readonly name: string }): boolean => !passed.some((one) => one.name === name)
  const [nodeLeft, clusterLeft] = [node.filter(isLeft), cluster.filter(isLeft)]
  if (nodeLeft.length > 0) await runCases({ cases: nodeLeft, jobs: Number(values.jobs), folder, done })
  if (clusterLeft.length > 0) await runClusterCases({ cases: clusterLeft, folder, done })
  return results
}

function line({ name, reruns, message, wrong, seconds, folder }: Result): string {
  const how = wrong.length > 0 ? 'WRONG' : reruns === 0 ? 'went on' : 'one rerun'
  const more = wrong.map((text) => `    ${text}\n`).join('') + (wrong.length > 0 ? `    see ${folder}\n` : '')
  return `${how.padEnd(9)} ${name} (${seconds} s)${message === '' ? '' : `: ${message}`}\n${more}`
}

async function main(): Promise<number> {
  if (values.help) {
    process.stdout.write(help)
    return 0
  }
  const selected = select(values)
  const names = [...selected.node, ...selected.cluster].map(({ name }) => name)
  if (values.list) {
    process.stdout.write(names.map((name) => `${name}\n`).join(''))
    return 0
  }
  if (names.length === 0 && values.shard === undefined) throw new Error('no case of that name; see --list')
  const known = values.json === undefined ? [] : readPassed(values.json, commit)
  const passed = known.filter(({ name }) => names.includes(name))
  const folder = await mkdtemp(join(tmpdir(), 'nodeprep-faults-'))
  if (values.slice !== undefined) process.stdout.write(`chosen by NODEPREP_SEED=${seed()}\n`)
  process.stdout.write(`${names.length} cases, ${passed.length} passed before; events of all runs: ${folder}\n`)
  const results = await run(selected, folder, passed)
  const parts = [legend, table(names, results), messages(results), totals(names.length, results)]
  process.stdout.write(`\n${parts.join('\n\n')}\n`)
  return results.length === names.length && results.every(({ wrong }) => wrong.length === 0) ? 0 : 1
}

process.exitCode = await main()
