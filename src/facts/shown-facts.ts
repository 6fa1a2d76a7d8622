import type { Facts } from './facts.ts'
import { withoutFiles } from './files.ts'

/** Facts as they may be shown and kept: without the host's own files and what kubeadm was given, which may hold secrets. */
export function shownFacts(facts: Facts): Facts {
  return { ...withoutFiles(facts), live: { ...facts.live, documents: [] } }
}
