import type { Handler } from '../cluster/cluster.ts'
import type { ClusterInput } from './schema/cluster.ts'

type Given = ClusterInput['spec']['runtime']['handlers'][number]

const byType = { runsc: '/usr/bin/runsc', kata: '/opt/kata/bin/containerd-shim-kata-v2' } as const
const typeByName: Readonly<Record<string, Handler['type']>> = { runsc: 'runsc', kata: 'kata' }

/**
 * Fills in defaults of one of `spec.runtime.handlers`. What the runtime has of its own stays as its package has it;
 * otherwise crun is a package of every distribution, and the rest has to be on the hosts or be named by its package.
 */
export function resolveHandler(given: Given, own: readonly string[]): Handler {
  const { name, ...said } = typeof given === 'string' ? { name: given } : given
  const type = said.type ?? typeByName[name] ?? 'oci'
  const asItIs = own.includes(name) && said.path === undefined && said.package === undefined
  const crun = name === 'crun' && type === 'oci' && !asItIs
  const usual = type === 'oci' ? (crun ? '/usr/bin/crun' : '') : byType[type]
  // A path of the user's own means that the program is there already, unless a package is named too.
  const wanted = said.package ?? (crun && said.path === undefined ? 'crun' : undefined)
  return {
    name,
    type,
    path: said.path ?? usual,
    ...(wanted === undefined ? {} : { package: wanted }),
    runtimeClass: said.runtimeClass ?? name,
  }
}
