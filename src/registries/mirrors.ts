import type { Cluster } from '../cluster/cluster.ts'
import { presets, type RegistryMirrors } from '../packages/mirrors.ts'

/**
 * Locations asked before another registry: those of the preset, or what mirror.images says instead for the same registry.
 * A registry that spec.registries has is left to it.
 */
export function registryMirrors(cluster: Cluster): RegistryMirrors {
  const { preset, images } = cluster.mirror
  const own = Object.entries(images).filter((entry): entry is [string, readonly string[]] => Array.isArray(entry[1]))
  const all = { ...presets[preset].registries, ...Object.fromEntries(own) }
  const elsewhere = new Set(cluster.registries.map(({ host }) => host))
  return Object.fromEntries(Object.entries(all).filter(([host]) => !elsewhere.has(host)))
}
