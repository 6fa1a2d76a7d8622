import type { HostWithFacts } from '../../facts/host-with-facts.ts'
import { lineOf, minorNumber } from '../versions/compare.ts'
import { removed, type Removed } from './disappears.ts'

/** What a host uses and a version on the way no longer has. */
export interface Obstacle {
  readonly host: string
  /** Where it is, what it is, and what to do. */
  readonly message: string
}

const USERS_FILES = '/etc/default/kubelet, /etc/sysconfig/kubelet or kubeletExtraArgs'

/** What stands in the way of these hosts on this path. Pure; empty when nothing that nodeprep knows does. */
export function obstacles(hosts: readonly HostWithFacts[], from: string, path: readonly string[]): readonly Obstacle[] {
  const start = minorNumber(lineOf(from))
  const end = Math.max(start, ...path.map((one) => minorNumber(lineOf(one))))
  const gone = removed.filter((one) => one.from > start && one.from <= end)
  return hosts.flatMap((one) => [...dockershim(one, start, end), ...gone.flatMap((flag) => flagOf(one, flag))])
}

function flagOf(
  { host, facts }: HostWithFacts,
  { part, flag, value, byKubeadm, from, instead }: Removed,
): readonly Obstacle[] {
  const isKubelet = part === 'kubelet'
  const flags = isKubelet ? facts.live.kubeletFlags : facts.live.staticPods[part]?.flags
  const values = flags && Object.hasOwn(flags, flag) ? flags[flag] : undefined
  if (values === undefined || byKubeadm) return []
  if (value !== undefined && !values.some((text) => text.split(',').includes(value))) return []
  const where = isKubelet ? `kubelet (${USERS_FILES})` : `/etc/kubernetes/manifests/${part}.yaml`
  const what = `--${flag}${value === undefined ? '' : ` with ${value}`}`
  return [{ host: host.name, message: `${where}: Kubernetes 1.${from} no longer has ${what}; ${instead}` }]
}

/** Docker by way of dockershim, which kubelet had until 1.23. */
function dockershim({ host, facts }: HostWithFacts, start: number, end: number): readonly Obstacle[] {
  const { criSocket, state } = facts.kubernetes
  const isDocker = criSocket.endsWith('/dockershim.sock') || (criSocket === '' && state !== 'none')
  if (!isDocker || start >= 24 || end < 24) return []
  const message = 'kubelet of 1.24 has no dockershim, and this node runs by Docker; nodeprep migrate-runtime moves it'
  return [{ host: host.name, message }]
}
