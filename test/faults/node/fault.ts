import type { Bed } from './bed.ts'
import type { Run } from './run.ts'
import type { FaultStep } from './steps.ts'

export const phases = ['before', 'inside', 'after'] as const
export type Phase = (typeof phases)[number]

/** What a fault acts on. */
export interface Scene {
  readonly bed: Bed
  /** The client that follows the step; a fault that kills it puts another one here. */
  run: Run
  readonly startRun: () => Run
  /** Whether more of this host's journey is to come, so that no program may run on to its end by itself. */
  readonly more: boolean
  /** Id of the step that the fault is about. */
  readonly step: string
  /** Whether the program stands still while the fault is injected. */
  held: boolean
}

export interface Fault {
  readonly name: string
  /** One line for people. */
  readonly what: string
  readonly fits: (step: FaultStep, phase: Phase, kind: Bed['kind']) => boolean
  /** Does it while the step is held, or in the middle of a step that cannot be held there. */
  readonly inject: (scene: Scene) => Promise<unknown>
  /** What has to happen after the step was let go, before anything else is looked at. */
  readonly then?: (scene: Scene) => Promise<unknown>
  /** Takes the cause away. Done before the next run, or when the run has got past the step. */
  readonly remove?: (scene: Scene) => Promise<unknown>
  /** It lasts until it is removed: after a step it is the next one that suffers from it. */
  readonly lasts?: boolean
  /** What must be told when the run fails, and what is told when it does not have to. */
  readonly says: RegExp
}

/** Runs shell text in the host as root. Throws when it fails. */
export async function inHost({ bed }: Pick<Scene, 'bed'>, text: string): Promise<string> {
  const { code, stdout, stderr } = await bed.lab.exec('cp1', text)
  if (code !== 0) throw new Error(`${text}: ${stderr}`)
  return stdout
}

export const always = (): boolean => true
export const onlyInside: Fault['fits'] = (_step, phase) => phase === 'inside'
