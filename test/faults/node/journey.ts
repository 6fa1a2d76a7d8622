import { mkdir } from 'node:fs/promises'
import { watchHalfWritten } from '../compare/watch-half-written.ts'
import { hostName, type Bed } from './bed.ts'
import type { Case } from './cases.ts'
import { converged, type Reference } from './converged.ts'
import type { Scene } from './fault.ts'
import { meet } from './meet.ts'
import { watchedFiles } from './planted.ts'
import { arm, letGo, reached } from './points.ts'
import type { Result } from './result.ts'
import { Run } from './run.ts'

export interface Journey {
  readonly bed: Bed
  readonly client: string
  readonly reference: () => Promise<Reference>
  readonly folder: string
}

/** Runs a journey: a fresh host on which each case is met in turn, and which at its end has to be as the reference. */
export async function runJourney(journey: Journey, cases: readonly Case[]): Promise<readonly Result[]> {
  const { bed, client, folder } = journey
  await mkdir(folder, { recursive: true })
  await bed.fresh()
  const runs: Run[] = []
  const startRun = (): Run => {
    const run = new Run(client, bed, folder, `apply-${runs.length + 1}`, [
      'apply',
      'cluster.yaml',
      '--playbooks',
      'books',
    ])
    runs.push(run)
    return run
  }
  const stop = await watchHalfWritten(bed.lab, hostName, ...watchedFiles(bed.kind))
  let seen: Promise<string[]> | undefined
  try {
    const results = await travel({ bed, startRun }, folder, cases)
    const wrong = await converged({ bed, client, reference: await journey.reference(), folder })
    seen = stop()
    wrong.push(...(await seen))
    for (const result of results) result.wrong.push(...wrong)
    return results
  } finally {
    for (const run of runs) run.kill()
    await (seen ?? stop()).catch(() => undefined)
  }
}

/** Meets the cases, each at its point; the points of the steps to come are armed one ahead. */
async function travel(
  { bed, startRun }: Pick<Scene, 'bed' | 'startRun'>,
  folder: string,
  cases: readonly Case[],
): Promise<readonly Result[]> {
  const results: Result[] = []
  if (cases[0]) await arm(bed, cases[0])
  let run = startRun()
  for (const [i, one] of cases.entries()) {
    const next = cases[i + 1]
    const result: Result = { name: one.name, reruns: 0, message: '', wrong: [], folder, seconds: 0 }
    results.push(result)
    const began = Date.now()
    const scene: Scene = { bed, run, startRun, more: next !== undefined, step: one.step.id, held: true }
    try {
      const how = await reached(bed, one, run)
      if (next) await arm(bed, next)
      if (how === 'point') await meet(scene, one, next, result)
      else result.wrong.push(`its point was not reached: ${run.complaint().join(' / ')}`)
    } catch (error) {
      result.wrong.push(error instanceof Error ? error.message : String(error))
      await one.fault.remove?.(scene).catch(() => undefined)
      await letGo(bed, one)
    }
    result.seconds = Math.round((Date.now() - began) / 100) / 10
    // One that ended, or of which nobody knows where it stands, makes room for another.
    if (result.wrong.length > 0) scene.run.kill()
    run = result.wrong.length > 0 ? startRun() : scene.run
  }
  await run.ended
  return results
}
