import type { Handler } from '../../cluster/cluster.ts'
import type { Problem } from '../../yaml/problem.ts'
import { resolveHandler } from '../resolve-handlers.ts'
import type { ClusterInput } from '../schema/cluster.ts'
import { chosenRuntime, chosenVersion } from './chosen-runtime.ts'
import { itemsAt } from '../../validation/items-at.ts'
import type { View } from '../../validation/validate.ts'
import type { Path } from '../../yaml/node.ts'

type Given = ClusterInput['spec']['runtime']['handlers'][number]
interface Placed extends Handler {
  readonly path: string
  readonly at: Path
}

const RUNTIME: Path = ['spec', 'runtime']
const HANDLERS: Path = [...RUNTIME, 'handlers']
const DEFAULT: Path = [...RUNTIME, 'defaultHandler']

/** What must hold among the handlers: names of their own, a program that is known, a default that is one of them. */
export function checkHandlers(view: View): Problem[] {
  const runtime = chosenRuntime(view)
  if (runtime === undefined) return []
  const version = chosenVersion(view, runtime)
  const refused = runtime.handlers.refused(version)
  if (refused) return noneAtAll(view, refused.message, refused.hint)
  const own = runtime.handlers.own(version)
  const handlers = itemsAt(view, HANDLERS).flatMap((at) => {
    const given = view.get(at) as Given | undefined
    return given === undefined ? [] : [{ ...resolveHandler(given, own), at }]
  })
  return [
    ...repeated(view, handlers, 'name', 'handler'),
    ...repeated(view, handlers, 'runtimeClass', 'RuntimeClass'),
    ...handlers.flatMap((handler) => checkProgram(view, handler, own)),
    ...checkDefault(view, handlers, own),
  ]
}

function noneAtAll(view: View, message: string, hint: string): Problem[] {
  const at = [HANDLERS, DEFAULT].find((path) => view.has(path) && !(path === HANDLERS && view.count(path) === 0))
  return at ? [view.problem(at, message, hint)] : []
}

function repeated(view: View, handlers: readonly Placed[], key: 'name' | 'runtimeClass', what: string): Problem[] {
  return handlers.flatMap((handler, i) => {
    const first = handlers.findIndex((other) => other[key] === handler[key])
    if (first === i || (key === 'runtimeClass' && handlers[first]?.name === handler.name)) return []
    const message = `${JSON.stringify(handler[key])} is already the ${what} of spec.runtime.handlers.${first}`
    return [view.problem(placeOf(view, handler.at, key), message, `give every handler a ${key} of its own`)]
  })
}

function checkProgram(view: View, { at, name, type, path }: Placed, own: readonly string[]): Problem[] {
  if (path === '' && !own.includes(name))
    return [
      view.problem(
        [...at, 'path'],
        `is missing; where ${name} is on the hosts is not known`,
        `write it as /usr/local/bin/${name}`,
      ),
    ]
  // CRI-O refuses any other, and containerd finds a shim by its name alone.
  if (type === 'kata' && !/\/containerd-shim-[A-Za-z0-9+-]+-v2$/.test(path))
    return [
      view.problem(
        placeOf(view, at, 'path'),
        `${JSON.stringify(path)} is not a shim of Kata Containers by its name`,
        'write the path of a containerd-shim-…-v2, as in /opt/kata/bin/containerd-shim-kata-v2',
      ),
    ]
  return []
}

function checkDefault(view: View, handlers: readonly Placed[], own: readonly string[]): Problem[] {
  const given = view.text(DEFAULT)
  if (given === undefined || own.includes(given) || handlers.some(({ name }) => name === given)) return []
  // One that is listed in a way that is wrong is not missing.
  if (handlers.length < view.count(HANDLERS)) return []
  const known = [...new Set([...handlers.map(({ name }) => name), ...own])].join(', ')
  return [
    view.problem(
      DEFAULT,
      `${JSON.stringify(given)} is not one of the handlers`,
      `write one of ${known}, or add it to spec.runtime.handlers`,
    ),
  ]
}

/** A handler may be written as its name alone. */
function placeOf(view: View, at: Path, key: string): Path {
  return view.has([...at, key]) ? [...at, key] : at
}
