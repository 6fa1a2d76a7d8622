import { minorNumber } from '../kubernetes/versions/compare.ts'
import type { Runtime } from './cluster.ts'
import { minorOf } from '../kubernetes/versions/minor-of.ts'
import { ownHandlers, resolveHandler } from './resolve-handlers.ts'
import type { ClusterInput } from './schema/cluster.ts'

type Input = ClusterInput['spec']['runtime']

/** Fills in defaults of `spec.runtime`. */
export function resolveRuntime(input: Input, kubernetesMinor: string): Runtime {
  const { kind, registries, handlers, defaultHandler } = input
  const version = kind === 'cri-o' ? minorOf(input.version ?? kubernetesMinor) : (input.version ?? '').replace(/^v/, '')
  const own = ownHandlers(kind, minorNumber(version))
  return {
    kind,
    version,
    ...(input.package === undefined ? {} : { package: input.package }),
    registries,
    handlers: handlers.map((given) => resolveHandler(given, own)),
    ...(defaultHandler === undefined ? {} : { defaultHandler }),
  }
}
