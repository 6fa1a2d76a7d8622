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

/** Runs cases of the cluster, journey by journey, on a bed of its own. */
export async function runClusterCases({ cases, folder, done }: RunClusterCases): Promise<void> {
  const bed = await makeClusterBed(`faults-cluster-${process.pid}`, folder)
  try {
    const reference = await readReference(bed, folder)
    for (const [i, journey] of clusterJourneys(cases).entries()) {
      const to = join(folder, `cluster-${i + 1}`)
      const broken = (error: unknown): readonly Result[] => {
        const wrong = [`the journey broke off: ${error instanceof Error ? error.message : String(error)}`]
        return journey.map(({ name }) => ({ name, reruns: 0, message: '', wrong, folder: to, seconds: 0 }))
      }
      await done(await runClusterJourney(bed, reference, to, journey).catch(broken))
    }
  } finally {
    await bed.close()
  }
}
