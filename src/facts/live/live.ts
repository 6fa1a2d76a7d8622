/** What stands between `--` and `=` of a command line, with the values given, in their order. */
export type Flags = Readonly<Record<string, readonly string[]>>

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject
export interface JsonObject {
  readonly [key: string]: JsonValue
}

export interface StaticPod {
  readonly image: string
  readonly flags: Flags
}

/** A document of kubeadm that was given to it, or that the cluster keeps. */
export interface KeptDocument {
  /**
   * `record`: what nodeprep once gave to kubeadm on this host; `host`: what this host alone was given beside that; `cluster`: a
   * ConfigMap that was asked for.
   */
  readonly from: 'record' | 'host' | 'cluster'
  readonly kind: string
  readonly value: JsonObject
}

/** What a cluster left on a host that has joined: what is in effect there, read from files. Empty for what is not known. */
export interface LiveFacts {
  /** As its certificate names it. */
  readonly nodeName: string
  /** SHA-256 in hex of the certificates of the cluster's authority: those that kubelet trusts, then that of /etc/kubernetes/pki. */
  readonly authorities: readonly string[]
  /** `host:port` of the API server in kubelet.conf and in admin.conf, in this order, each once. */
  readonly endpoints: readonly string[]
  /** Version of kubelet's package, or of its program: `1.36.2`. */
  readonly kubelet: string
  /** Versions of the packages of runtimes, by their names: `cri-o`, `containerd`, `containerd.io`. */
  readonly runtimes: Readonly<Record<string, string>>
  /** Of the control plane, by name: `kube-apiserver`, `kube-controller-manager`, `kube-scheduler`, `etcd`. */
  readonly staticPods: Readonly<Record<string, StaticPod>>
  readonly podSubnet: string
  readonly serviceSubnet: string
  readonly dnsDomain: string
  /** Names and addresses in the API server's certificate. */
  readonly certificateNames: readonly string[]
  /** /var/lib/kubelet/config.yaml without what may hold a secret. */
  readonly kubeletConfig: JsonObject
  /** What kubeadm has kubelet started with. */
  readonly kubeletFlags: Flags
  /** Names of the configurations of networks in /etc/cni/net.d, sorted; runtimes use the first. */
  readonly networks: readonly string[]
  /** The network of cluster.yaml was applied from this host. */
  readonly networkApplied: boolean
  /** Left out of everything that is shown or kept: a user may have put a secret there. */
  readonly documents: readonly KeptDocument[]
  /** What a change was made to that has not proved itself yet, because a run was cut off: names of files in its state folder. */
  readonly unproven: readonly string[]
  /** Files that are there and make no sense. */
  readonly unread: readonly string[]
}

/** Of a host that has not joined. */
export const noLiveFacts: LiveFacts = {
  nodeName: '',
  authorities: [],
  endpoints: [],
  kubelet: '',
  runtimes: {},
  staticPods: {},
  podSubnet: '',
  serviceSubnet: '',
  dnsDomain: '',
  certificateNames: [],
  kubeletConfig: {},
  kubeletFlags: {},
  networks: [],
  networkApplied: false,
  documents: [],
  unproven: [],
  unread: [],
}
