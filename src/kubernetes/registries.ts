import type { Cluster } from '../config/cluster.ts'
import { presets, type RegistryMirrors } from './mirrors.ts'
import type { Resolved } from './resolved.ts'

/** Registries asked before another: those of the preset, or what the user said instead for the same registry. */
export function registryMirrors(cluster: Cluster): RegistryMirrors {
  const { preset, images } = cluster.mirror
  const own = Object.entries(images).filter((entry): entry is [string, readonly string[]] => Array.isArray(entry[1]))
  return { ...presets[preset].registries, ...Object.fromEntries(own) }
}

/** The entries of registries.conf, one a registry: mirrored ones, and those without TLS. Sorted, so that files are stable. */
export function registries(cluster: Cluster): Resolved['registries'] {
  const insecure = new Set(cluster.runtime.registries.insecure)
  const isInsecure = (location: string) => insecure.has(location) || insecure.has(location.split('/', 1).join())
  const mirrors = registryMirrors(cluster)
  const prefixes = [...new Set([...Object.keys(mirrors), ...insecure])].sort()
  return prefixes
    .map((prefix) => ({
      prefix,
      location: prefix,
      insecure: isInsecure(prefix),
      mirrors: (mirrors[prefix] ?? []).map((location) => ({ location, insecure: isInsecure(location) })),
    }))
    .filter((registry) => registry.insecure || registry.mirrors.length > 0)
}
