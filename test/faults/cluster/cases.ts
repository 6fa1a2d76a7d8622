import { choose } from '../choose.ts'
import { lastingFaults } from './faults-lasting.ts'
import { runFaults } from './faults-run.ts'
import type { ClusterFault } from './fault.ts'
import { clusterSteps, type ClusterStep } from './steps.ts'

export const clusterFaults: readonly ClusterFault[] = [...runFaults, ...lastingFaults]

/** One fault at one instant of one step. */
export interface ClusterCase {
  /** `cluster/STEP/PHASE/FAULT` */
  readonly name: string
  readonly step: ClusterStep
  readonly phase: string
  readonly fault: ClusterFault
}

/** All sensible cases of the making of a cluster. */
export function clusterCases(): readonly ClusterCase[] {
  return clusterSteps.flatMap((step) =>
    Object.keys(step.phases).flatMap((phase) =>
      clusterFaults
        .filter((fault) => fault.fits(step, phase))
        .map((fault) => ({ name: ['cluster', step.id, phase, fault.name].join('/'), step, phase, fault })),
    ),
  )
}

/**
 * Cases in journeys: one making of a cluster, disturbed at most once in each step. Each takes the instant and the
 * fault that were taken least so far. After a fault of a lasting kind in a step the next step of the same host is left alone.
 */
export function clusterJourneys(cases: readonly ClusterCase[]): readonly (readonly ClusterCase[])[] {
  const left = new Set(cases)
  const taken = new Map<string, number>()
  const keys = ({ fault, step, phase }: ClusterCase): string[] => [fault.name, `${step.id} ${phase}`]
  const times = (one: ClusterCase): number => keys(one).reduce((sum, key) => sum + (taken.get(key) ?? 0), 0)
  const found: ClusterCase[][] = []
  while (left.size > 0) {
    const journey: ClusterCase[] = []
    for (const step of clusterSteps) {
      const lasting = journey.some(({ step: { host }, fault }) => host === step.host && fault.lasts === true)
      const here = [...left].filter((one) => one.step.id === step.id && !(lasting && one.fault.lasts === true))
      const best = here.sort((a, b) => times(a) - times(b))[0]
      if (best === undefined) continue
      left.delete(best)
      journey.push(best)
      for (const key of keys(best)) taken.set(key, (taken.get(key) ?? 0) + 1)
    }
    found.push(journey)
  }
  return found
}

/**
 * One making of a cluster. A lasting fault has to be its last: while one lasts, other cases are not waited for, and their
 * instants can pass.
 */
function fits(cases: readonly ClusterCase[]): boolean {
  const steps = cases.map(({ step }) => clusterSteps.indexOf(step))
  const last = Math.max(...steps)
  return (
    new Set(steps).size === cases.length &&
    cases.every(({ fault, step }) => fault.lasts !== true || clusterSteps.indexOf(step) === last)
  )
}

/** What CI runs, by a seed: no fault twice, and every case with some seed. */
export function clusterSlice(seed: string, size = 3): readonly ClusterCase[] {
  return choose(clusterCases(), seed, size, fits)
}
