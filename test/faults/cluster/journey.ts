import { appendFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { sleep } from '../../lab/processes.ts'
import type { Result } from '../node/result.ts'
import { Run } from '../node/run.ts'
import { clearMarks, type ClusterBed } from './bed.ts'
import type { ClusterCase } from './cases.ts'
import { converged, type ClusterReading } from './converged.ts'
import type { ClusterScene, TimedRun } from './fault.ts'
import { arm, isReached, letGo } from './points.ts'

/** After so many seconds a lasting fault is taken away though no run has failed of it. */
const lasts = 40
/** No run takes longer than this, in seconds. */
const patience = 900

interface Journey {
  readonly bed: ClusterBed
  readonly folder: string
  /** Cases whose instant has not come yet. */
  readonly left: Set<ClusterCase>
  /** Those that a failure of the run at work can come from. */
  readonly met: Met[]
  readonly all: Met[]
  readonly broken: string[]
  runs: number
}

interface Met {
  readonly one: ClusterCase
  readonly result: Result
  readonly scene: ClusterScene
  readonly since: number
  lasting: boolean
}

/**
 * Makes a cluster, meets each case when its instant comes, and sees that it becomes as one that was never disturbed. A case
 * whose instant did not come was not run: it is not among the results.
 */
export async function runClusterJourney(
  bed: ClusterBed,
  reference: ClusterReading,
  folder: string,
  cases: readonly ClusterCase[],
): Promise<readonly Result[]> {
  await mkdir(folder, { recursive: true })
  await bed.fresh()
  const began = Date.now()
  for (const one of cases) await arm(bed, one)
  const journey: Journey = { bed, folder, left: new Set(cases), met: [], all: [], broken: [], runs: 0 }
  let run = start(journey)
  try {
    for (;;) {
      const next = await firstReached(bed, journey.left)
      if (next !== undefined) run = await meet(journey, next, run)
      for (const one of journey.met) await heal(journey, one, run.exitCode !== undefined)
      if (run.exitCode === 0) break
      if (run.exitCode !== undefined) {
        blame(run, journey)
        if (journey.runs > cases.length + 2) break
        run = start(journey)
      } else if (Date.now() - run.since > patience * 1000) {
        journey.broken.push(`run ${journey.runs} took longer than ${patience} s`)
        break
      }
      await sleep(50)
    }
  } finally {
    run.kill()
    await run.ended
  }
  await clearMarks(bed)
  for (const { one, result, scene } of journey.all) {
    const lines = [...scene.run.notes(), ...run.notes()]
    if (result.message === '') result.message = lines.find((line) => one.fault.says.test(line)) ?? ''
  }
  const wrong = [...journey.broken, ...(await converged(bed, reference, folder))]
  const seconds = Math.round((Date.now() - began) / 1000 / Math.max(1, journey.all.length))
  return journey.all.map(({ result }) => ({ ...result, seconds, wrong: [...result.wrong, ...wrong] }))
}

function start(journey: Journey): TimedRun {
  journey.runs += 1
  const { bed, folder, runs } = journey
  return Object.assign(new Run(bed.client, bed, folder, `apply-${runs}`, ['apply', 'cluster.yaml']), {
    since: Date.now(),
  })
}

async function firstReached(bed: ClusterBed, cases: ReadonlySet<ClusterCase>): Promise<ClusterCase | undefined> {
  for (const one of cases) if (await isReached(bed, one)) return one
  return undefined
}

/** Does what a case is about. Returns the client that is at work afterwards. */
async function meet(journey: Journey, one: ClusterCase, run: TimedRun): Promise<TimedRun> {
  const { bed, folder, left } = journey
  const scene = { bed, host: one.step.host, run, startRun: () => start(journey) }
  const result: Result = { name: one.name, reruns: 0, message: '', wrong: [], folder, seconds: 0 }
  left.delete(one)
  const lasting = one.fault.lasts === true
  const met = { one, result, scene, since: Date.now(), lasting }
  journey.met.push(met)
  journey.all.push(met)
  await appendFile(join(folder, 'met'), `${new Date().toISOString()} run ${journey.runs} ${one.name}\n`)
  // Marks cannot be made on a full disk, and whoever cannot make one stops for no fault of nodeprep's.
  if (lasting) for (const other of left) await letGo(bed, other)
  try {
    await one.fault.inject(scene)
    await letGo(bed, one)
    await one.fault.then?.(scene)
  } catch (error) {
    await letGo(bed, one)
    result.wrong.push(`the fault could not be made: ${error instanceof Error ? error.message : String(error)}`)
  }
  return scene.run
}

/** Takes a lasting fault away: when a run has failed of it, or after a while. */
async function heal({ bed, left }: Journey, one: Met, failed: boolean): Promise<void> {
  if (!one.lasting || (Date.now() - one.since < lasts * 1000 && !failed)) return
  one.lasting = false
  await one.one.fault.remove?.(one.scene)
  for (const other of left) await arm(bed, other)
}

/** A run that failed has to have a cause that it names. */
function blame(run: Run, { met, broken }: Journey): void {
  const causes = met.splice(0)
  const told = run.complaint()
  if (causes.length === 0) broken.push(`a run failed though nothing disturbed it: ${told.join(' / ')}`)
  for (const { one, result } of causes) {
    result.reruns += 1
    result.message = told.find((line) => one.fault.says.test(line))?.trim() ?? ''
  }
  if (causes.length > 0 && told.length === 0)
    for (const { result } of causes) result.wrong.push('failed without a word')
}
