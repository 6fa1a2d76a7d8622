import type { Notice, Problem } from '../../yaml/problem.ts'
import { itemsAt } from '../../validation/items-at.ts'
import type { View } from '../../validation/validate.ts'
import type { Path } from '../../yaml/node.ts'
import { registryPaths } from '../read-certificates.ts'
import { checkRegistryServers } from './registry-servers.ts'
import { chosenRuntime } from './chosen-runtime.ts'

const REGISTRIES: Path = ['spec', 'registries']

/** What must hold among the registries, and what the wanted runtime can be told of them. */
export function checkRegistries(view: View): Problem[] {
  const all = itemsAt(view, REGISTRIES)
  return [
    ...repeated(view, all),
    ...all.flatMap((at) => [...withoutServer(view, at), ...repeatedMirrors(view, at)]),
    ...checkRegistryServers(view, all),
    ...(chosenRuntime(view)?.input.checkRegistries(view, all) ?? []),
    ...checkPullSecret(view),
  ]
}

/** What the wanted runtime does otherwise than one may think, though it can be told. */
export function registryNotices(view: View): Notice[] {
  return chosenRuntime(view)?.input.registryNotices(view, itemsAt(view, REGISTRIES)) ?? []
}

function repeated(view: View, all: readonly Path[]): Problem[] {
  const hosts = all.map((at) => view.text([...at, 'host']))
  return hosts.flatMap((host, i) => {
    const first = hosts.indexOf(host)
    if (host === undefined || first === i) return []
    const message = `${JSON.stringify(host)} is already the host of spec.registries.${first}`
    return [view.problem([...REGISTRIES, i, 'host'], message, 'say all of one registry in one place')]
  })
}

/** `_default` and `*.domain` stand for many servers: none of them has an account, or certificates, of its own. */
function withoutServer(view: View, at: Path): Problem[] {
  const host = view.text([...at, 'host'])
  if (host === undefined || (host !== '_default' && !host.startsWith('*.')) || view.has([...at, 'server'])) return []
  const wrong = host === '_default' ? ['auth', 'insecure'] : ['auth', 'caFile', 'clientCert']
  return wrong
    .filter((key) => view.has([...at, key]))
    .map((key) =>
      view.problem(
        [...at, key],
        `cannot be for ${host}, which is no single server`,
        'name the registries that it is for',
      ),
    )
}

function repeatedMirrors(view: View, at: Path): Problem[] {
  const places = itemsAt(view, [...at, 'mirrors']).map((mirror): Path => [...mirror, 'url'])
  const urls = places.map((place) => view.text(place)?.replace(/\/+$/, ''))
  return places.flatMap((place, i) =>
    urls[i] === undefined || urls.indexOf(urls[i]) === i
      ? []
      : [view.problem(place, `${urls[i]} is already a mirror of this registry`, 'leave one of them out')],
  )
}

function checkPullSecret(view: View): Problem[] {
  const at: Path = ['spec', 'pullSecret']
  if (!view.has(at) || registryPaths(view).some((place) => view.has([...place, 'auth']))) return []
  return [view.problem(at, 'has no account to hold', 'give a registry or mirror of spec.registries its auth')]
}
