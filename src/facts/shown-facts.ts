import type { Facts } from './facts.ts'

/** Facts as they may be shown and kept: without the host's own configuration and what kubeadm was given, which may hold secrets. */
export function shownFacts(facts: Facts): Facts {
  return { ...facts, containerd: { ...facts.containerd, config: '' }, live: { ...facts.live, documents: [] } }
}
