import type { Facts } from './facts.ts'

/** Facts as they may be shown and kept: without the host's own configuration, which may hold passwords. */
export function shownFacts(facts: Facts): Facts {
  return { ...facts, containerd: { ...facts.containerd, config: '' } }
}
