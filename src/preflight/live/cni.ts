import type { Cluster } from '../../cluster/cluster.ts'
import { isControlPlane, BACK, hasJoined, type LiveCheck } from './live-check.ts'

/** Networks by what the name of their configuration in /etc/cni/net.d contains, and what their manifests do. */
const KNOWN: readonly (readonly [file: string, name: string])[] = [
  ['flannel', 'flannel'],
  ['canal', 'canal'],
  ['calico', 'calico'],
  ['cilium', 'cilium'],
  ['weave', 'weave'],
  ['antrea', 'antrea'],
  ['kuberouter', 'kube-router'],
  ['kube-ovn', 'kube-ovn'],
]

const MANIFEST = '/etc/kubernetes/nodeprep/cni.yaml'

/** Whether cluster.yaml may be about the network of that name; true where nothing tells. */
function maybe({ cni: { kind, manifest } }: Cluster, name: string): boolean {
  if (kind === 'none') return true
  if (kind === 'flannel' || !manifest) return name === 'flannel'
  if ('content' in manifest) return manifest.content.toLowerCase().includes(name)
  const url = manifest.url.toLowerCase()
  return url.includes(name) || !KNOWN.some(([, other]) => url.includes(other))
}

function wantedOf({ cni: { kind, manifest } }: Cluster): string {
  if (kind !== 'manifest' || !manifest) return `cni: ${kind}`
  return `the manifest ${'url' in manifest ? manifest.url : manifest.path}`
}

/** A second network beside the one in use, or none in place of the one that nodeprep applied: neither takes anything away. */
export const cni: LiveCheck = (cluster, one) => {
  const { networks, networkApplied } = one.facts.live
  if (!hasJoined(one) || !isControlPlane(one)) return undefined
  if (cluster.cni.kind === 'none' && networkApplied)
    return {
      message: `nodeprep applied the network of this cluster (${MANIFEST}), but cluster.yaml specifies cni: none; apply does not remove it`,
      remedy: `Set cni back. If you have taken the network over, remove ${MANIFEST} on this host.`,
    }
  const found = KNOWN.flatMap(([part, name]) => {
    const file = networks.find((path) => path.includes(part))
    return file === undefined ? [] : [{ name, file }]
  })
  const [is] = found
  if (is === undefined || found.some(({ name }) => maybe(cluster, name))) return undefined
  return {
    message: `the network of this cluster is ${is.name} (/etc/cni/net.d/${is.file}), but cluster.yaml specifies ${wantedOf(cluster)}; apply would add it and not remove ${is.name}`,
    remedy: `${BACK}. To change the network, remove ${is.name} from the cluster and its files from /etc/cni/net.d of all hosts first.`,
  }
}
