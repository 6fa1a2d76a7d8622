import { afterAll, beforeAll } from 'vitest'
import { ensureArtifacts } from './artifacts/index.ts'
import { createLab, type HostSpec, type Lab } from './lab.ts'

export interface Fixture {
  readonly hosts: readonly HostSpec[]
  /** Whether the hosts can install packages and pull images; costs ten minutes where nothing is cached. */
  readonly artifacts?: boolean
}

/** A name for a lab that no other has. */
export function uniqueId(): string {
  counter += 1
  return `test-${process.pid}-${counter}`
}

let counter = 0

/**
 * A lab for the tests of a file or describe block: booted before the first, taken down after the last. If the test
 * process is killed, the next lab to start takes it down. Returns a function, for the lab exists only inside tests.
 */
export function useLab({ hosts, artifacts = false }: Fixture): () => Lab {
  let lab: Lab | undefined
  beforeAll(async () => {
    lab = await createLab({ id: uniqueId(), hosts, artifacts: artifacts ? await ensureArtifacts() : undefined })
  })
  afterAll(async () => {
    await lab?.down()
  })
  return () => {
    if (lab === undefined) throw new Error('the lab is there only while tests run')
    return lab
  }
}
