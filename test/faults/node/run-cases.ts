import { mkdirSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { makeBed, type Bed } from './bed.ts'
import type { Case, NodeKind } from './cases.ts'
import { buildClient } from './client.ts'
import { readReference, type Reference } from './converged.ts'
import { runJourney } from './journey.ts'
import { makeQueue } from './queue.ts'
import type { Result } from './result.ts'

export interface RunCases {
  readonly cases: readonly Case[]
  readonly jobs: number
  /** Where each run's events go. */
  readonly folder: string
  /** Told what came of a journey as soon as it has ended. */
  readonly done: (results: readonly Result[]) => Promise<void> | void
}

/** Runs cases in journeys on as many hosts at once as there are jobs. */
export async function runCases({ cases, jobs, folder, done }: RunCases): Promise<void> {
  await mkdir(folder, { recursive: true })
  const client = await buildClient()
  const takeNext = makeQueue(cases)
  const references = new Map<NodeKind, Promise<Reference>>()
  const work = async (job: number): Promise<void> => {
    let bed: Bed | undefined
    try {
      let has: NodeKind | undefined
      for (let next = takeNext(has); next; next = takeNext(has)) {
        const { journey, kind, number } = next
        has = kind
        const to = join(folder, `journey-${number}`)
        if (bed?.kind !== kind) {
          await bed?.close()
          bed = await makeBed(`faults-${process.pid}-${job}`, kind)
        }
        const here = bed
        let reference = references.get(kind)
        if (!reference) {
          const undisturbed = join(folder, `undisturbed-${kind}`)
          mkdirSync(undisturbed)
          reference = readReference({ bed: here, client, folder: undisturbed })
          references.set(kind, reference)
          await reference
        }
        const awaited = reference
        const results = await runJourney({ bed: here, client, reference: () => awaited, folder: to }, journey).catch(
          (error: unknown) => brokenOff(journey, to, error),
        )
        await done(results)
      }
    } finally {
      await bed?.close()
    }
  }
  const all = await Promise.allSettled(Array.from({ length: jobs }, (_, job) => work(job)))
  for (const one of all) if (one.status === 'rejected') throw one.reason
}

function brokenOff(journey: readonly Case[], folder: string, error: unknown): readonly Result[] {
  const wrong = [`the journey broke off: ${error instanceof Error ? error.message : String(error)}`]
  return journey.map(({ name }) => ({ name, reruns: 0, message: '', wrong: [...wrong], folder, seconds: 0 }))
}
