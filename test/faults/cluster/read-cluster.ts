import type { Lab } from '../../lab/lab.ts'

interface KubeObject {
  readonly kind: string
  readonly metadata: {
    readonly name: string
    readonly namespace?: string
    readonly labels?: Readonly<Record<string, string>>
    readonly annotations?: Readonly<Record<string, string>>
  }
  readonly spec?: Readonly<Record<string, unknown>>
  readonly status?: Readonly<Record<string, unknown>>
  readonly data?: Readonly<Record<string, string>>
  readonly [key: string]: unknown
}

const kinds =
  'namespaces,nodes,serviceaccounts,configmaps,services,daemonsets.apps,deployments.apps,clusterroles,clusterrolebindings,roles,rolebindings,priorityclasses'

/** What of an object has to be the same in every cluster of that configuration: no key, certificate, UID, address or time. */
function essence({ kind, spec = {}, status = {}, data = {}, metadata, ...rest }: KubeObject): unknown {
  const { labels, annotations = {} } = metadata
  switch (kind) {
    case 'Node': {
      const conditions = status['conditions'] as readonly { type: string; status: string }[]
      const ready = conditions.find(({ type }) => type === 'Ready')?.status
      const all = (spec['taints'] ?? []) as readonly { readonly key: string }[]
      // A kubelet that once saw a full disk says so for five more minutes.
      const taints = all.filter(({ key }) => !/^node\.kubernetes\.io\/\w+-pressure$/.test(key))
      return { labels, taints, ready, annotations: Object.keys(annotations).sort() }
    }
    case 'ConfigMap':
      // A signature for each token, and each run that has somebody join makes one for two hours.
      return Object.keys(data)
        .filter((key) => !key.startsWith('jws-kubeconfig-'))
        .sort()
    case 'DaemonSet':
    case 'Deployment':
      return { labels, spec, ready: [status['numberReady'], status['readyReplicas'], status['updatedNumberScheduled']] }
    case 'Service':
      return { labels, ports: spec['ports'], selector: spec['selector'], type: spec['type'] }
    case 'ServiceAccount':
      return labels
    default:
      return {
        labels,
        rules: rest['rules'],
        subjects: rest['subjects'],
        roleRef: rest['roleRef'],
        value: rest['value'],
      }
  }
}

/** The objects of the cluster of a lab, asked on its control plane. */
export async function readCluster(lab: Lab, host: string): Promise<ReadonlyMap<string, string>> {
  const ask = `kubectl --kubeconfig /etc/kubernetes/admin.conf get ${kinds} --all-namespaces -o json`
  const { code, stdout, stderr } = await lab.exec(host, ask)
  if (code !== 0) throw new Error(`the cluster does not answer: ${stderr}`)
  const { items } = JSON.parse(stdout) as { items: readonly KubeObject[] }
  return new Map(
    items.map((item) => {
      const { namespace, name } = item.metadata
      return [`${item.kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`, JSON.stringify(essence(item))]
    }),
  )
}

/** Waits until every pod that is wanted runs, at most this many seconds; what is then missing shows in the comparison. */
export async function settle(lab: Lab, host: string, seconds: number): Promise<void> {
  const ask = `export KUBECONFIG=/etc/kubernetes/admin.conf
    kubectl -n kube-system get daemonsets -o name | xargs -n 1 kubectl -n kube-system rollout status --timeout=${seconds}s
    kubectl -n kube-system rollout status deployment/coredns --timeout=${seconds}s`
  await lab.exec(host, ask)
}
