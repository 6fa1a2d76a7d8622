import { containerd, type ContainerdValues } from './containerd/containerd.ts'
import type { ContainerdHandlers } from './containerd/handlers.ts'
import { crio, type CrioValues } from './cri-o/cri-o.ts'
import type { CrioHandlers } from './cri-o/handlers.ts'
import type { Cluster, RuntimeSettings } from '../cluster/cluster.ts'
import type { RuntimeKind } from '../cluster/runtime-kinds.ts'
import type { Runtime, RuntimeContext } from './runtime.ts'

/** The container runtimes. Whoever needs one looks it up here, by its kind, and compares no kinds. */
export const runtimes: Readonly<Record<RuntimeKind, Runtime>> = { 'cri-o': crio, containerd }

/** The runtime that a cluster wants. */
export const runtimeOf = ({ runtime }: Cluster): Runtime => runtimes[runtime.kind]

/** What the playbooks of all runtimes read, whichever is wanted. */
export type RuntimeValues = CrioValues & ContainerdValues

export function runtimeValues(context: RuntimeContext): RuntimeValues {
  return { ...crio.values(context), ...containerd.values(context) }
}

/** What they read of handlers. */
export type HandlerValues = CrioHandlers & ContainerdHandlers

/** Empty for runtimes that are not wanted. */
export function handlerValues(settings: RuntimeSettings): HandlerValues {
  const of = (runtime: Runtime) => (runtime === runtimes[settings.kind] ? settings : { ...settings, handlers: [] })
  return { ...crio.handlers.values(of(crio)), ...containerd.handlers.values(of(containerd)) }
}
