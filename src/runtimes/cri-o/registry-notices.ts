import { itemsAt } from '../../validation/items-at.ts'
import type { View } from '../../validation/validate.ts'
import type { Path } from '../../yaml/node.ts'
import type { Notice } from '../../yaml/problem.ts'

/** What CRI-O does with mirrors otherwise than one may think. */
export function registryNotices(view: View, registries: readonly Path[]): Notice[] {
  const mirrors = registries.flatMap((at) => itemsAt(view, [...at, 'mirrors']))
  return mirrors.flatMap((mirror) => passedOver(view, mirror))
}

/** `pull-from-mirror = "digest-only"` of registries.conf: there is no word for asking the registry for the tag alone. */
function passedOver(view: View, mirror: Path): Notice[] {
  const at: Path = [...mirror, 'capabilities']
  const given = view.get(at)
  if (!Array.isArray(given) || !given.includes('pull') || given.includes('resolve')) return []
  const message =
    'CRI-O asks a mirror with [pull] alone only for images named by digest: images named by tag are pulled past it'
  const problem = view.problem(
    at,
    message,
    'write [pull, resolve] if the mirror may say what a tag means, or use containerd',
  )
  return [{ ...problem, level: 'warning' }]
}
