import { rm, stat, writeFile } from 'node:fs/promises'
import { sleep } from '../../lab/processes.ts'
import type { Bed } from './bed.ts'
import type { Case } from './cases.ts'
import type { Run } from './run.ts'

/** The point of a case as points.sh names it. In a step that is not held in its middle the way there begins before it. */
function point({ step, phase }: Case): string {
  return `/opt/faults/${phase === 'inside' && step.middle === 'half-time' ? 'before' : phase}.${step.id}`
}

/** From now on a program that comes to the case's point stops there. */
export async function arm(bed: Bed, one: Case): Promise<void> {
  await rm(await bed.inHost(`${point(one)}.reached`), { force: true })
  await writeFile(await bed.inHost(`${point(one)}.armed`), '')
}

/** Lets go whoever stands at the case's point, and nobody stops there any more. */
export async function letGo(bed: Bed, one: Case): Promise<void> {
  await rm(await bed.inHost(`${point(one)}.armed`), { force: true })
}

async function isReached(bed: Bed, one: Case): Promise<boolean> {
  return stat(await bed.inHost(`${point(one)}.reached`)).then(
    () => true,
    () => false,
  )
}

/** Waits until a program stands at the case's point or the run has ended; rejects after `seconds`. */
export async function reached(bed: Bed, one: Case | undefined, run: Run, seconds = 600): Promise<'point' | 'end'> {
  for (let left = seconds * 20; left > 0; left--) {
    if (one !== undefined && (await isReached(bed, one))) return 'point'
    if (run.exitCode !== undefined) return 'end'
    await sleep(50)
  }
  throw new Error(`neither ended nor came to ${one?.name ?? 'its end'} within ${seconds} s`)
}
