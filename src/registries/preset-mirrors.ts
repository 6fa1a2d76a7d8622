import type { Cluster } from '../cluster/cluster.ts'
import { presets, type RegistryMirrors } from '../packages/mirrors.ts'

/** Locations that the preset has before other registries. A registry that spec.registries has is left to it. */
export function presetMirrors({ mirror, registries }: Cluster): RegistryMirrors {
  const own = new Set(registries.map(({ host }) => host))
  return Object.fromEntries(Object.entries(presets[mirror.preset].registries).filter(([host]) => !own.has(host)))
}
