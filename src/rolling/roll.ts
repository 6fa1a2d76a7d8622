/** What of one host is changed in its turn, as templates know it: texts for the shell, '' for nothing. */
export interface Roll {
  /** It has a turn. */
  readonly turn: boolean
  /** The value that it waits for, of the node before it; '' for the first. */
  readonly after: string
  /** Static pods that are made again, each with the lines that a plan shows. */
  readonly pods: readonly { readonly name: string; readonly changes: string }[]
  readonly certificate: { readonly changes: string; readonly names: string; readonly gone: string }
  readonly kubelet: {
    readonly changes: string
    /** JSON merge patch of its configuration. */
    readonly patch: string
    readonly drop: string
    readonly add: string
    /** What this host alone has, to be kept on record; '' for none. */
    readonly own: string
    /** kubeadm-join.yaml is on record, and no longer what cluster.yaml has. */
    readonly join: boolean
  }
  /** Where its kubeconfigs are to lead, and its own API server, which they may lead to as well; the value that is waited for. */
  readonly endpoint: { readonly changes: string; readonly server: string; readonly own: string; readonly after: string }
  /** For kubeadm: the address and port of the host's API server, the patch of the ClusterConfiguration, and its lists. */
  readonly kubeadm: {
    readonly address: string
    readonly port: string
    readonly patches: string
    readonly merge: string
    readonly lists: string
  }
  /** What the cluster itself keeps, on the control plane that asks the API server: lines of a plan and patches. */
  readonly copies: {
    readonly cluster: string
    readonly kubelet: string
    readonly kubeletPatch: string
    /** The value of the first node whose kubelet has proved it; '' for this one. */
    readonly kubeletAfter: string
    readonly proxy: string
    readonly proxyPatch: string
    readonly images: string
    /** What kube-proxy and who joins reach the API servers by. */
    readonly endpoint: string
    /** What nodeprep gave to kubeadm is written again at the end. */
    readonly record: boolean
  }
  /** What kubelet is to get of its own on a host that joins in this run, as a JSON merge patch; '' for nothing. */
  readonly joins: string
  /** Values of all nodes that have a turn, but for this one's. */
  readonly others: string
}

/** Of a host that nothing is rolled on. */
export const noRoll: Roll = {
  turn: false,
  after: '',
  pods: [],
  certificate: { changes: '', names: '', gone: '' },
  kubelet: { changes: '', patch: '', drop: '', add: '', own: '', join: false },
  endpoint: { changes: '', server: '', own: '', after: '' },
  kubeadm: { address: '', port: '', patches: '', merge: '', lists: '' },
  copies: {
    ...{ cluster: '', kubelet: '', kubeletPatch: '', kubeletAfter: '' },
    ...{ proxy: '', proxyPatch: '', images: '', endpoint: '', record: false },
  },
  joins: '',
  others: '',
}
