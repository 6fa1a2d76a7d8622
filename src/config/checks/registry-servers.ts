import { isDeepStrictEqual } from 'node:util'
import { parseRegistryUrl, registryHost } from '../../notation/registry-url.ts'
import type { Problem } from '../../yaml/problem.ts'
import { itemsAt } from '../../validation/items-at.ts'
import type { View } from '../../validation/validate.ts'
import type { Path } from '../../yaml/node.ts'

interface Server {
  readonly at: Path
  readonly scheme: string
  readonly host: string
}

/** What is said of one server wherever it is named: the runtimes look certificates and accounts up by its host alone. */
export function checkRegistryServers(view: View, all: readonly Path[]): Problem[] {
  const servers = all.flatMap((at) => serversOf(view, at))
  return [
    ...servers.flatMap((server) => withoutTls(view, server)),
    ...['caFile', 'clientCert', 'auth'].flatMap((key) => contradictions(view, servers, key)),
  ]
}

function serversOf(view: View, at: Path): Server[] {
  const mirrors = itemsAt(view, [...at, 'mirrors'])
  const named = mirrors.flatMap((place) => fromUrl(place, view.text([...place, 'url'])))
  if (view.has([...at, 'server'])) return [...fromUrl(at, view.text([...at, 'server'])), ...named]
  const host = view.text([...at, 'host'])
  if (host === undefined || host === '_default' || host.startsWith('*.')) return named
  return [{ at, scheme: 'https', host: registryHost(host) }, ...named]
}

function fromUrl(at: Path, url: string | undefined): Server[] {
  if (url === undefined) return []
  const { scheme, host } = parseRegistryUrl(url)
  return [{ at, scheme, host }]
}

function withoutTls(view: View, { at, scheme, host }: Server): Problem[] {
  if (scheme === 'https') return []
  return ['caFile', 'clientCert', 'skipVerify', 'insecure']
    .filter((key) => view.has([...at, key]) && view.get([...at, key]) !== false)
    .map((key) =>
      view.problem(
        [...at, key],
        `${host} is asked by plain HTTP, without certificates`,
        'write https:// or leave it out',
      ),
    )
}

function contradictions(view: View, servers: readonly Server[], key: string): Problem[] {
  const first = new Map<string, Path>()
  return servers.flatMap(({ at, host }) => {
    const given = view.get([...at, key])
    if (given === undefined) return []
    const before = first.get(host)
    if (before === undefined) {
      first.set(host, at)
      return []
    }
    if (isDeepStrictEqual(given, view.get([...before, key]))) return []
    const message = `${host} has another ${key} at ${before.join('.')}`
    return [view.problem([...at, key], message, `give a server one ${key}; it holds wherever the server is asked`)]
  })
}
