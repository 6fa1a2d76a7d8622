import type { HostName } from './bed.ts'

/** A step of the cluster that is applied, and the instants in it at which it can be disturbed. */
export interface ClusterStep {
  readonly id: string
  readonly host: HostName
  /**
   * In their order. `point`: the program is held there. Otherwise shell that is true from that instant on, in the host,
   * looked at fifty times a second; nothing is held.
   */
  readonly phases: Readonly<Record<string, string>>
}

/** The program is held there. */
export const point = 'point'
const kubernetes = '/etc/kubernetes'
const blobs = '/var/lib/containers/storage/io.containerd.content.v1.content/blobs/sha256'
const clusterInfo = `HOME=/run kubectl --kubeconfig ${kubernetes}/admin.conf -n kube-public get configmap cluster-info >/dev/null 2>&1`

/** What `apply` does on two prepared hosts; the undisturbed run proves it. */
export const clusterSteps: readonly ClusterStep[] = [
  { id: 'kubeadm-init-config', host: 'cp1', phases: { before: point, inside: point, after: point } },
  {
    id: 'control-plane-images',
    host: 'cp1',
    phases: { before: point, inside: `[ $(ls ${blobs} | wc -l) -ge 10 ]`, after: point },
  },
  {
    id: 'kubeadm-init',
    host: 'cp1',
    phases: {
      before: point,
      'inside-pki': `[ -e ${kubernetes}/pki/ca.crt ]`,
      'inside-manifests': `[ -e ${kubernetes}/manifests/etcd.yaml ]`,
      'inside-addons': clusterInfo,
      through: point,
      after: point,
    },
  },
  { id: 'admin-kubeconfig', host: 'cp1', phases: { before: point, after: point } },
  { id: 'kubeadm-join-config', host: 'w1', phases: { before: point, inside: point, after: point } },
  { id: 'join-values', host: 'cp1', phases: { before: point, inside: "pgrep -f '[k]ubeadm token create' >/dev/null" } },
  { id: 'cni-manifest', host: 'cp1', phases: { before: point, inside: point, after: point } },
  { id: 'cni', host: 'cp1', phases: { before: point, inside: "pgrep -f '[k]ubectl apply' >/dev/null", after: point } },
  {
    id: 'kubeadm-join',
    host: 'w1',
    phases: {
      before: point,
      'inside-bootstrap': `[ -e ${kubernetes}/bootstrap-kubelet.conf ]`,
      'inside-certificate': `[ -e ${kubernetes}/kubelet.conf ]`,
      through: point,
      after: point,
    },
  },
  { id: 'nodes-ready', host: 'cp1', phases: { before: point, after: point } },
]
