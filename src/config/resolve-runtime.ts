import type { RuntimeSettings } from '../cluster/cluster.ts'
import { resolveHandler } from './resolve-handlers.ts'
import { runtimes } from '../runtimes/runtimes.ts'
import type { ClusterInput } from './schema/cluster.ts'

type Input = ClusterInput['spec']['runtime']

/** Fills in defaults of `spec.runtime`. */
export function resolveRuntime(input: Input, kubernetesMinor: string): RuntimeSettings {
  const { kind, handlers, defaultHandler } = input
  const runtime = runtimes[kind]
  const version = runtime.input.version(input.version, kubernetesMinor)
  const own = runtime.handlers.own(version)
  return {
    kind,
    version,
    ...(input.package === undefined ? {} : { package: input.package }),
    handlers: handlers.map((given) => resolveHandler(given, own)),
    ...(defaultHandler === undefined ? {} : { defaultHandler }),
  }
}
