import { choose } from '../choose.ts'
import { phases, type Fault, type Phase } from './fault.ts'
import { hostFaults } from './faults-host.ts'
import { packageFaults } from './faults-packages.ts'
import { runFaults } from './faults-run.ts'
import { nodeSteps, type FaultStep } from './steps.ts'

export const nodeFaults: readonly Fault[] = [...runFaults, ...hostFaults, ...packageFaults]
export type NodeKind = keyof typeof nodeSteps

/** One fault at one point of one step. */
export interface Case {
  /** `node/KIND/STEP/PHASE/FAULT` */
  readonly name: string
  readonly kind: NodeKind
  readonly step: FaultStep
  readonly phase: Phase
  readonly fault: Fault
}

/** All sensible cases of the preparation of a node, step by step. */
export function nodeCases(): readonly Case[] {
  return (Object.keys(nodeSteps) as NodeKind[]).flatMap((kind) =>
    nodeSteps[kind].flatMap((step) =>
      phases.flatMap((phase) =>
        nodeFaults
          .filter((fault) => fault.fits(step, phase, kind))
          .map((fault) => ({ name: ['node', kind, step.id, phase, fault.name].join('/'), kind, step, phase, fault })),
      ),
    ),
  )
}

/**
 * Cases in journeys: one run of all steps on a fresh host, disturbed at most once at each step. Every journey takes at each
 * step the fault that was taken least so far, so that the first few hold every fault. After a lasting fault that comes
 * after a step, the next step is left alone: it is the one to suffer.
 */
export function journeys(cases: readonly Case[]): readonly (readonly Case[])[] {
  const left = new Set(cases)
  const taken = new Map<string, number>()
  const times = ({ fault, phase }: Case): number =>
    (taken.get(fault.name) ?? 0) + (taken.get(`${fault.name} ${phase}`) ?? 0) / 100
  const found: Case[][] = []
  while (left.size > 0) {
    const kind = [...left][0]?.kind ?? 'debian12'
    const journey: Case[] = []
    let skip = false
    for (const { id } of nodeSteps[kind]) {
      const here: Case[] = skip ? [] : [...left].filter((one) => one.kind === kind && one.step.id === id)
      skip = false
      const best = here.sort((a, b) => times(a) - times(b))[0]
      if (best === undefined) continue
      left.delete(best)
      journey.push(best)
      for (const key of [best.fault.name, `${best.fault.name} ${best.phase}`]) taken.set(key, (taken.get(key) ?? 0) + 1)
      skip = best.phase === 'after' && best.fault.lasts === true
    }
    found.push(journey)
  }
  return found
}

/** A journey each. */
const hosts: Readonly<Record<NodeKind, number>> = { debian12: 1, centos: 1 }

function fits(cases: readonly Case[]): boolean {
  return (Object.keys(hosts) as NodeKind[]).every((kind) => {
    const own = cases.filter((one) => one.kind === kind)
    const most = Math.max(0, ...nodeSteps[kind].map((step) => own.filter((one) => one.step === step).length))
    return most <= hosts[kind] && journeys(own).length <= hosts[kind]
  })
}

/** What CI runs, by a seed: no fault twice, and every case with some seed. */
export function nodeSlice(seed: string, size = 12): readonly Case[] {
  return choose(nodeCases(), seed, size, fits)
}
