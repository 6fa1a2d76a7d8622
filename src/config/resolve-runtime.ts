import type { Handler, Runtime } from './cluster.ts'
import { minorOf } from './minor-of.ts'
import type { ClusterInput } from './schema/cluster.ts'

type Input = ClusterInput['spec']['runtime']

/** Where the handlers that are known by name usually are. Kata's is the shim: its own package has it there. */
const usual: Readonly<Record<string, Pick<Handler, 'type' | 'path'> & { readonly package?: string }>> = {
  runc: { type: 'oci', path: '/usr/sbin/runc', package: 'runc' },
  crun: { type: 'oci', path: '/usr/bin/crun', package: 'crun' },
  runsc: { type: 'runsc', path: '/usr/bin/runsc', package: 'runsc' },
  kata: { type: 'kata', path: '/opt/kata/bin/containerd-shim-kata-v2' },
}

/** Fills in defaults of `spec.runtime`. */
export function resolveRuntime(input: Input, kubernetesMinor: string): Runtime {
  const { kind, version, registries, handlers, defaultHandler } = input
  return {
    kind,
    version: kind === 'cri-o' ? minorOf(version ?? kubernetesMinor) : (version ?? '').replace(/^v/, ''),
    ...(input.package === undefined ? {} : { package: input.package }),
    registries,
    handlers: handlers.map(resolveHandler),
    ...(defaultHandler === undefined ? {} : { defaultHandler }),
  }
}

function resolveHandler(given: Input['handlers'][number]): Handler {
  const own = typeof given === 'string' ? { name: given } : given
  const known = usual[own.name]
  // A path of the user's own means that the program is there already, unless a package is named too.
  const wanted = own.package ?? (own.path === undefined ? known?.package : undefined)
  return {
    name: own.name,
    type: own.type ?? known?.type ?? 'oci',
    path: own.path ?? known?.path ?? '',
    ...(wanted === undefined ? {} : { package: wanted }),
    runtimeClass: own.runtimeClass ?? own.name,
  }
}
