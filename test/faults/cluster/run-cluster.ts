import { join } from 'node:path'
import type { Result } from '../node/result.ts'
import { makeClusterBed } from './bed.ts'
import { clusterJourneys, type ClusterCase } from './cases.ts'
import { readReference } from './converged.ts'
import { runClusterJourney } from './journey.ts'

export interface RunClusterCases {
  readonly cases: readonly ClusterCase[]
  /** Where what each run says goes. */
  readonly folder: string
  /** Told what came of a journey as soon as it has ended. */
  readonly done: (results: readonly Result[]) => Promise<void> | void
}

/** How often a case is tried whose instant does not come, because another fault of its journey lasts at that time. */
const tries = 3

/** Runs cases of the cluster, journey by journey, on a bed of its own. */
export async function runClusterCases({ cases, folder, done }: RunClusterCases): Promise<void> {
  const bed = await makeClusterBed(`faults-cluster-${process.pid}`, folder)
  try {
    const reference = await readReference(bed, folder)
    const left = new Set(cases)
    for (let round = 1; round <= tries && left.size > 0; round += 1) {
      for (const [i, journey] of clusterJourneys([...left]).entries()) {
        const to = join(folder, `cluster-${round}-${i + 1}`)
        const broken = (error: unknown): readonly Result[] => {
          const wrong = [`the journey broke off: ${error instanceof Error ? error.message : String(error)}`]
          return journey.map(({ name }) => ({ name, reruns: 0, message: '', wrong, folder: to, seconds: 0 }))
        }
        const results = await runClusterJourney(bed, reference, to, journey).catch(broken)
        for (const one of journey) if (results.some(({ name }) => name === one.name)) left.delete(one)
        await done(results)
      }
    }
  } finally {
    await bed.close()
  }
}
