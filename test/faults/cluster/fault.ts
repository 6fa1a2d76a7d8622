import type { Run } from '../node/run.ts'
import type { ClusterBed, HostName } from './bed.ts'
import type { ClusterStep } from './steps.ts'

/** A client, and since when it is at work. */
export type TimedRun = Run & { readonly since: number }

/** What a fault acts on. */
export interface ClusterScene {
  readonly bed: ClusterBed
  /** The host whose step is disturbed. */
  readonly host: HostName
  /** The client at work; a fault that kills it puts another one here. */
  run: TimedRun
  readonly startRun: () => TimedRun
}

export interface ClusterFault {
  readonly name: string
  /** One line for people. */
  readonly what: string
  readonly fits: (step: ClusterStep, phase: string) => boolean
  readonly inject: (scene: ClusterScene) => Promise<void>
  /** What has to happen after the step was let go. */
  readonly then?: (scene: ClusterScene) => Promise<void>
  /** It stays until it is taken away. */
  readonly lasts?: boolean
  readonly remove?: (scene: ClusterScene) => Promise<void>
  /** What has to be told when a run fails of it. */
  readonly says: RegExp
}

/** Runs shell text in the scene's host as root. Throws when it fails. */
export async function inScene({ bed, host }: ClusterScene, text: string): Promise<void> {
  const { code, stderr } = await bed.lab.exec(host, text)
  if (code !== 0) throw new Error(`${host}: ${text}: ${stderr}`)
}
