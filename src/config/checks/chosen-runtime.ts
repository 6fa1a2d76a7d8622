import { DEFAULT_RUNTIME, type RuntimeKind } from '../../cluster/runtime-kinds.ts'
import { minorOf } from '../../kubernetes/versions/minor-of.ts'
import type { Runtime } from '../../runtimes/runtime.ts'
import { runtimes } from '../../runtimes/runtimes.ts'
import type { View } from '../../validation/validate.ts'
import type { Path } from '../../yaml/node.ts'

const KIND: Path = ['spec', 'runtime', 'kind']

/** The runtime that the file wants; undefined where it names something else. */
export function chosenRuntime(view: View): Runtime | undefined {
  const kind = view.text(KIND) as RuntimeKind | undefined
  if (kind !== undefined) return runtimes[kind]
  return view.has(KIND) ? undefined : runtimes[DEFAULT_RUNTIME]
}

/** Its version, as given or by default; '' where neither it nor that of Kubernetes can be read. */
export function chosenVersion(view: View, runtime: Runtime): string {
  const minor = minorOf(view.text(['spec', 'kubernetes', 'version']) ?? '')
  return runtime.input.version(view.text(['spec', 'runtime', 'version']), minor)
}
