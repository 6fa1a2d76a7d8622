import type { View } from '../../validation/validate.ts'
import type { Path } from '../../yaml/node.ts'
import type { Problem } from '../../yaml/problem.ts'

/** What containerd's hosts.toml has no word for. */
export function checkRegistries(view: View, all: readonly Path[]): Problem[] {
  return all.flatMap((at) => [...wholeServer(view, [...at, 'host']), ...unblocked(view, at), ...somewhere(view, at)])
}

function wholeServer(view: View, place: Path): Problem[] {
  const host = view.text(place)
  if (host === undefined) return []
  if (host.startsWith('*.'))
    return [
      view.problem(place, 'containerd knows no *. of registries', 'name each registry, or write _default for all'),
    ]
  if (!host.includes('/')) return []
  const [server = ''] = host.split('/')
  return [
    view.problem(place, `containerd knows registries by their server alone: ${host} has a path`, `write ${server}`),
  ]
}

function unblocked(view: View, at: Path): Problem[] {
  if (view.get([...at, 'blocked']) !== true) return []
  return [view.problem([...at, 'blocked'], 'containerd cannot block a registry; CRI-O can', 'leave it out')]
}

/** A hosts.toml without any server is one that containerd before 2.0 refuses. */
function somewhere(view: View, at: Path): Problem[] {
  if (view.text([...at, 'host']) !== '_default' || view.has([...at, 'server']) || view.count([...at, 'mirrors']) > 0)
    return []
  return [view.problem(at, '_default names no server', 'give it mirrors, or a server')]
}
