import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, loadavg, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { ensureArtifacts } from '../../lab/artifacts/index.ts'
import { down } from '../../lab/down.ts'
import { createLab } from '../../lab/lab.ts'
import { aptInstall, exists } from '../../lab/tools.ts'
import { playbook } from '../bed.ts'
import { median } from '../measure.ts'
import { packageCopy } from '../package-copy.ts'
import { toTheEnd } from '../to-the-end.ts'
import { contenders } from './contenders.ts'
import { makeScaleBed, type ScaleBed } from './scale-bed.ts'
import { measure, type Usage } from './usage.ts'
import { runWithWrongHosts } from './wrong-hosts.ts'

// `npm run bench:scale`: a no-op run over many hosts beside as many bare ssh. docs/reliability.md says what is compared.
// Other numbers of hosts can be given as arguments.
const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [10, 100, 1000]
const roundsOf = (hosts: number): number => (hosts < 1000 ? 3 : 2)
const id = `scale-${process.pid}`
const clean: (() => Promise<unknown>)[] = []

function progress(text: string): void {
  process.stderr.write(`bench:scale: ${text}\n`)
}

async function makeBed(): Promise<ScaleBed> {
  if (!(await exists('/usr/bin/time'))) await aptInstall(['time'])
  const folder = await mkdtemp(join(tmpdir(), 'nodeprep-scale-'))
  clean.unshift(() => rm(folder, { recursive: true, force: true }))
  const bundle = await packageCopy(folder)
  progress('the host starts and is prepared')
  clean.unshift(() => down(id))
  const lab = await createLab({ id, hosts: [{ name: 'cp1', kind: 'debian12' }], artifacts: await ensureArtifacts() })
  return makeScaleBed(lab, folder, bundle, playbook)
}

const columns = [
  'hosts',
  '',
  'wall s',
  'ms/host',
  'client CPU s',
  'all CPU s',
  'client MiB',
  'ratio of wall',
  'ratio of all CPU',
]

function row(cells: readonly (string | number)[]): string {
  return cells.map((cell, i) => String(cell)[i === 1 ? 'padEnd' : 'padStart'](columns[i]?.length || 10)).join('  ')
}

async function compare(bed: ScaleBed, hosts: number): Promise<void> {
  const rounds = roundsOf(hosts)
  const both = await contenders(bed, hosts)
  const seen: Usage[][] = both.map(() => [])
  for (let round = 0; round < rounds; round += 1) {
    progress(`${hosts} hosts, round ${round + 1} of ${rounds}`)
    // Each goes first as often as the other.
    for (const which of round % 2 === 0 ? [0, 1] : [1, 0]) {
      const contender = both[which]
      if (contender) seen[which]?.push(await measure(contender, bed.lab))
    }
  }
  const middle = (which: number, key: keyof Usage): number => median((seen[which] ?? []).map((usage) => usage[key]))
  for (const [i, { name }] of both.entries()) {
    const [wall, client, all, memory] = (['wall', 'client', 'all', 'memory'] as const).map((key) => middle(i, key))
    const ratio = (wall ?? NaN) / middle(0, 'wall')
    console.log(
      row([
        ...[hosts, name, (wall ?? NaN).toFixed(2), (((wall ?? NaN) * 1000) / hosts).toFixed(0)],
        ...[
          (client ?? NaN).toFixed(1),
          (all ?? NaN).toFixed(1),
          (memory ?? NaN).toFixed(0),
          ratio.toFixed(2),
          (middle(i, 'all') / middle(0, 'all')).toFixed(2),
        ],
      ]),
    )
  }
}

async function bench(): Promise<void> {
  const bed = await makeBed()
  const memory = Math.round(totalmem() / 2 ** 30)
  const load = (loadavg()[0] ?? 0).toFixed(1)
  console.log(`Node ${process.version}, ${availableParallelism()} cores, ${memory} GiB, load before ${load}`)
  console.log(row(columns))
  for (const hosts of sizes) await compare(bed, hosts)
  const most = Math.max(...sizes)
  progress(`${most} hosts, of which some are not as they should be`)
  const { began, ended } = await runWithWrongHosts(bed, most)
  const seconds = ((ended - began) / 1000).toFixed(0)
  console.log(`${most} hosts, of which one refuses, one shows another key, one fails and one is slow: each ended as it`)
  console.log(`should, all others ok, in ${seconds} s; load after ${(loadavg()[0] ?? 0).toFixed(1)}`)
}

await toTheEnd(bench, clean)
