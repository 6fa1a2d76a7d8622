import { occurring, type Canary } from './canary.ts'

/** Something observable: a text, where it was, and of what sort that place is. */
export interface Evidence {
  readonly machine: string
  readonly place: string
  readonly where: string
  readonly text: string
  /** Mode and owner of a file, `600 root`. */
  readonly access?: string
}

/** A canary that was found. */
export interface Find {
  readonly canary: Canary
  readonly evidence: Evidence
  /** Why it belongs there; undefined for a leak. */
  readonly holder: string | undefined
}

/** Somebody who has to hold a secret. */
export interface Holder {
  readonly why: string
  readonly holds: (canary: Canary, evidence: Evidence) => boolean
}

/** Every canary in every piece of evidence. */
export function search(
  canaries: readonly Canary[],
  evidence: readonly Evidence[],
  holders: readonly Holder[],
): readonly Find[] {
  return evidence.flatMap((one) =>
    occurring(canaries, one.text).map((canary) => ({
      canary,
      evidence: one,
      holder: holders.find(({ holds }) => holds(canary, one))?.why,
    })),
  )
}
