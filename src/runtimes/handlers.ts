import type { Cluster } from '../cluster/cluster.ts'
import { handlerValues, type HandlerValues } from './runtimes.ts'

/** The low-level runtimes of cluster.yaml, as the playbooks write them. */
export interface ResolvedHandlers extends HandlerValues {
  readonly names: readonly string[]
  readonly packages: readonly string[]
  /** Names of their RuntimeClasses. */
  readonly classes: readonly string[]
  /** What has to be there and executable. */
  readonly programs: readonly string[]
  /** The one for pods without a RuntimeClass, or '' to leave that as it is. */
  readonly default: string
}

/** What the playbooks need of the handlers. */
export function handlers({ runtime }: Cluster): ResolvedHandlers {
  return {
    names: runtime.handlers.map(({ name }) => name),
    packages: [...new Set(runtime.handlers.flatMap(({ package: name }) => name ?? []))],
    classes: runtime.handlers.map(({ runtimeClass }) => runtimeClass),
    programs: [...new Set(runtime.handlers.flatMap(({ path }) => (path === '' ? [] : [path])))],
    default: runtime.defaultHandler ?? '',
    ...handlerValues(runtime),
  }
}
