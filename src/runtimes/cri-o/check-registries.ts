import { parseRegistryUrl } from '../../notation/registry-url.ts'
import { minorNumber } from '../../kubernetes/versions/compare.ts'
import { minorOf } from '../../kubernetes/versions/minor-of.ts'
import { itemsAt } from '../../validation/items-at.ts'
import type { View } from '../../validation/validate.ts'
import type { Path } from '../../yaml/node.ts'
import type { Problem } from '../../yaml/problem.ts'
import { VERSION } from '../spec.ts'
import { FIRST_WITH_FILES } from './versions.ts'

/** What CRI-O's registries.conf has no word for, as far as the wanted version reads one. */
export function checkRegistries(view: View, all: readonly Path[]): Problem[] {
  const version = view.text(VERSION) ?? view.text(['spec', 'kubernetes', 'version'])
  const minor = version === undefined ? undefined : minorOf(version)
  const number = minor === undefined ? Infinity : minorNumber(minor)
  return all.flatMap((at) => [
    ...noDefault(view, at),
    ...wildcard(view, at, number, minor),
    ...(number < FIRST_WITH_FILES && minor !== undefined ? onCommandLine(view, at, minor) : []),
    ...itemsAt(view, [...at, 'mirrors']).flatMap((mirror) => [
      ...noHeaders(view, mirror),
      ...apiPath(view, mirror),
      ...capabilities(view, mirror, number),
    ]),
  ])
}

function noDefault(view: View, at: Path): Problem[] {
  if (view.text([...at, 'host']) !== '_default') return []
  const message = 'CRI-O has no _default for all registries; containerd does'
  return [view.problem([...at, 'host'], message, 'name each registry, or write *.example for a domain')]
}

/** A CRI-O that does not know such a prefix does not start. */
function wildcard(view: View, at: Path, number: number, minor?: string): Problem[] {
  const place: Path = [...at, 'host']
  const host = view.text(place)
  if (!host?.startsWith('*.')) return []
  if (/[:/]/.test(host)) {
    const message = `CRI-O takes *. before a domain alone: ${host} has more`
    return [view.problem(place, message, `write ${host.replace(/[:/].*/, '')}`)]
  }
  if (minor === undefined || number >= 22) return []
  return [
    view.problem(place, `CRI-O ${minor} knows no *. of registries; 1.22 and later do`, 'name each registry instead'),
  ]
}

/** Before 1.20 CRI-O is told by arguments: what is insecure and where the accounts are. Mirrors are then for nodeprep's own images. */
function onCommandLine(view: View, at: Path, minor: string): Problem[] {
  const wrong = ['server', 'blocked'].filter((key) => view.has([...at, key]))
  return wrong.map((key) =>
    view.problem(
      [...at, key],
      `CRI-O ${minor} cannot be told this; 1.20 and later can`,
      'leave it out, or use containerd',
    ),
  )
}

function noHeaders(view: View, mirror: Path): Problem[] {
  if (!view.has([...mirror, 'headers'])) return []
  return [view.problem([...mirror, 'headers'], 'CRI-O sends no headers of its own; containerd does', 'leave them out')]
}

function apiPath(view: View, mirror: Path): Problem[] {
  const url = view.text([...mirror, 'url'])
  if (url === undefined) return []
  const { scheme, host, path } = parseRegistryUrl(url)
  const overridden = view.get([...mirror, 'overridePath']) === true
  if (overridden ? /^\/v2(\/|$)/.test(path) : path === '' || path === '/v2') return []
  const message = `CRI-O asks every registry below /v2, and ${url} is not there`
  return [
    view.problem(
      [...mirror, 'url'],
      message,
      `write ${scheme}://${host}/v2/… with overridePath: true, or use containerd`,
    ),
  ]
}

function capabilities(view: View, mirror: Path, number: number): Problem[] {
  const at: Path = [...mirror, 'capabilities']
  const given = view.get(at)
  if (!Array.isArray(given)) return []
  if (!given.includes('pull'))
    return [view.problem(at, 'CRI-O cannot ask a mirror for tags alone; containerd can', 'write [pull, resolve]')]
  if (given.includes('resolve') || number >= 25) return []
  return [view.problem(at, 'CRI-O asks mirrors for contents alone from 1.25 on', 'write [pull, resolve]')]
}
