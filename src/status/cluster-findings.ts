import type { EtcdMember } from './cluster-report.ts'
import type { Finding } from './finding.ts'
import type { Around } from './around.ts'

/** etcd's own quota without --quota-backend-bytes: 2 GiB. Above it, etcd takes no more writes. */
const ETCD_QUOTA = 2_147_483_648
/** The part of the quota from which on it is warned of. */
const ETCD_PART = 0.75

const ETCD_REMEDY = 'See crictl ps -a --name etcd and crictl logs on that control plane.'

const problem = (message: string, remedy: string, hosts: readonly string[] = []): Finding => ({
  ...{ level: 'problem', hosts, message, remedy },
})

/** All that needs attention in the cluster as a whole. Pure. */
export function clusterFindings({
  look,
  cluster,
  strangers,
  file,
}: Around & { readonly strangers: readonly string[] }): readonly Finding[] {
  const { api, dns, complete } = cluster
  const from = look.clusterReport?.from
  const warnings = look.warnings.filter(({ host }) => host === '')
  const joined = [...look.found.values()].some(({ facts }) => facts.kubernetes.state !== 'none')
  if (from === undefined)
    return joined
      ? [problem('no control plane could be asked about nodes, etcd and DNS', 'Bring a control plane back first.')]
      : []
  const noneReady = ![...cluster.nodes.values()].some(({ ready }) => ready === 'True')
  return [
    ...warnings.map(({ message }) => ({ level: 'warning' as const, hosts: [], message, remedy: '' })),
    ...(api === false
      ? [problem('the API server does not answer', 'See crictl ps -a and journalctl -u kubelet there.', [from])]
      : []),
    ...(api === undefined || !complete
      ? [problem('not all of what the cluster says has arrived', 'Run the command again.', [from])]
      : []),
    ...(strangers.length > 0
      ? [
          problem(
            `not in cluster.yaml, but nodes of the cluster: ${strangers.join(', ')}`,
            `Add each to spec.hosts. To take one out, run nodeprep remove ${file} --limit NAME with it in the file, or --dead NAME if it is down for good.`,
          ),
        ]
      : []),
    ...(cluster.etcdDown ? [problem('its member of etcd does not answer', ETCD_REMEDY, [from])] : []),
    ...etcdFindings(cluster.etcd, quotaOf(look, from)),
    ...(dns?.serves === false && !(look.cluster.cni.kind === 'none' && noneReady)
      ? [
          problem(
            `DNS does not serve: no pod of ${dns.address} is ready`,
            'See kubectl -n kube-system get pods -l k8s-app=kube-dns.',
          ),
        ]
      : []),
  ]
}

function quotaOf(look: Around['look'], host: string): number {
  const flags = look.found.get(host)?.facts.live.staticPods['etcd']?.flags
  return Number(flags?.['quota-backend-bytes']?.at(-1)) || ETCD_QUOTA
}

function etcdFindings(members: readonly EtcdMember[], quota: number): readonly Finding[] {
  const silent = members
    .filter(({ size }) => size === undefined)
    .map(({ name }) => (name === '-' ? 'one that never started' : name))
  const large = members.filter(({ size = 0 }) => size > quota * ETCD_PART).map(({ name }) => name)
  return [
    ...(silent.length > 0 ? [problem(`etcd: no answer from ${silent.join(', ')}`, ETCD_REMEDY)] : []),
    ...(members.length > 0 && silent.length < members.length && !members.some(({ leader }) => leader)
      ? [problem('etcd has no leader among the members that answer', ETCD_REMEDY)]
      : []),
    ...(large.length > 0
      ? [
          {
            ...{ level: 'warning' as const, hosts: [] },
            message: `etcd: the database of ${large.join(', ')} nears its quota`,
            remedy: 'Compact and defragment it, or raise quota-backend-bytes.',
          },
        ]
      : []),
  ]
}
