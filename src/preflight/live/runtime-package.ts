import { runtimePackages } from '../../cluster/runtime-kinds.ts'
import { runtimeAt } from '../../runtimes/runtime-at.ts'
import { runtimeOf } from '../../runtimes/runtimes.ts'
import { hasJoined, type LiveCheck } from './live-check.ts'

/** Where a runtime has several packages, each takes the other from the host, and what runs with it. */
export const runtimePackage: LiveCheck = (cluster, one) => {
  const { criSocket, migrating } = one.facts.kubernetes
  const runtime = runtimeOf(cluster)
  const { title } = runtime.names
  if (!hasJoined(one) || migrating || criSocket === '' || runtimeAt(criSocket).title !== title) return undefined
  const wanted = runtime.packages(cluster, one.facts).map((text) => text.replace(/=.*/, ''))
  const installed = runtimePackages[cluster.runtime.kind].filter((name) => Object.hasOwn(one.facts.live.runtimes, name))
  const [is] = installed
  const [other] = runtimePackages[cluster.runtime.kind].filter((name) => wanted.includes(name))
  if (is === undefined || other === undefined || installed.includes(other)) return undefined
  return {
    message: `${title} comes from package ${is} here, but cluster.yaml ${cluster.runtime.package === undefined ? 'sets no runtime.package, which means' : 'specifies'} ${other}; that would remove ${is} from a live node`,
    remedy: `Set runtime.package to ${is}.`,
  }
}
