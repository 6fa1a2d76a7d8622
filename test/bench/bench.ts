import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureArtifacts } from '../lab/artifacts/index.ts'
import { down } from '../lab/down.ts'
import { createLab } from '../lab/lab.ts'
import { ansible, hasAnsible, installPython } from './ansible.ts'
import { nodeprepRun, prepareBed, roundTrip, startProxies, type Bed, type Road } from './bed.ts'
import { ratioTo, writeFigures, type Measured } from './figures.ts'
import { alternate, median } from './measure.ts'
import { packageCopy } from './package-copy.ts'
import { phases, phaseTimes } from './phases.ts'
import { rawSsh } from './raw-ssh.ts'
import { startTimes } from './start-times.ts'
import { table, type Row } from './table.ts'
import { toTheEnd } from './to-the-end.ts'

// `npm run bench`: a no-op run beside raw ssh and Ansible on hosts of the lab. Writes its figures into docs/benchmarks.md, which
// says what they mean, and fails where nodeprep takes longer than raw ssh.
const rounds = 15
const id = `bench-${process.pid}`
const clean: (() => Promise<unknown>)[] = []

function progress(text: string): void {
  process.stderr.write(`bench: ${text}\n`)
}

async function makeBed(): Promise<Bed> {
  const folder = await mkdtemp(join(tmpdir(), 'nodeprep-bench-'))
  clean.unshift(() => rm(folder, { recursive: true, force: true }))
  const bundle = await packageCopy(folder)
  progress('three hosts start')
  clean.unshift(() => down(id))
  const hosts = ['cp1', 'w1', 'w2'].map((name) => ({ name, kind: 'debian12' as const }))
  const lab = await createLab({ id, hosts, artifacts: await ensureArtifacts() })
  progress('the hosts are prepared')
  const bed = await prepareBed(lab, folder, bundle)
  const proxies = await startProxies(bed)
  clean.unshift(() => Promise.resolve(proxies.kill()))
  return bed
}

async function compareOn(bed: Bed, road: Road, title: string): Promise<Measured> {
  progress(`${title}: ${rounds} rounds`)
  const contenders = [await rawSsh(bed, road), nodeprepRun(bed, road)]
  const times = await alternate(contenders, rounds)
  const [reference = []] = times
  const rows = contenders.map(({ name }, i) => ({ name, times: times[i] ?? [] }))
  if (await hasAnsible()) {
    progress(`${title}: Ansible`)
    const contender = await ansible(bed, road)
    rows.push({ name: contender.name, times: (await alternate([contender], 2))[0] ?? [] })
  }
  console.log(table(`No-op run, 3 hosts, ${title}`, rows, median(reference)))
  const spent = await phaseTimes(bed, road, rounds)
  console.log(`  of which in nodeprep, median:`)
  for (const [i, phase] of phases.entries()) console.log(`  ${(spent[i] ?? NaN).toFixed(0).padStart(8)} ms  ${phase}`)
  return { rows, spent }
}

/** The promise of docs/benchmarks.md. */
function requireFast(rows: readonly Row[]): void {
  const [, nodeprep] = rows
  const ratio = nodeprep ? ratioTo(rows, nodeprep) : NaN
  if (!(ratio <= 1)) throw new Error(`a no-op run takes ${ratio.toFixed(2)} times as long as raw ssh`)
}

async function bench(): Promise<void> {
  const bed = await makeBed()
  const steps = bed.plans[0]?.steps.filter((step) => !step.skipped).length ?? 0
  progress('start-up')
  const { names, times } = await startTimes(bed, 2 * rounds)
  const start = names.map((name, i) => ({ name, times: times[i] ?? [] }))
  console.log(table('Start', start, median(times[0] ?? [])))
  if (await hasAnsible()) await installPython(bed)
  const direct = await compareOn(bed, bed.direct, 'direct')
  const delayed = await compareOn(bed, bed.delayed, `through a proxy of ${roundTrip} ms round trip`)
  await writeFigures({ steps, rounds, start, direct, delayed })
  for (const { rows } of [direct, delayed]) requireFast(rows)
}

await toTheEnd(bench, clean)
