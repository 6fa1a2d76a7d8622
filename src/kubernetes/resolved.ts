import type { ResolvedRepository } from '../packages/repository.ts'
import type { ResolvedHandlers } from '../runtimes/handlers.ts'
import type { Former } from './former.ts'
import type { RegistryFiles } from '../registries/files.ts'
import type { RuntimeNames } from '../runtimes/runtime.ts'
import type { RuntimeValues } from '../runtimes/runtimes.ts'

import type { ResolvedProxy } from './proxy.ts'

/** Units of the runtimes, which are the names of their sources and packages here. */
export type RuntimeUnit = 'crio' | 'containerd'

/** What follows from the cluster and one host's facts: pure, computed by kubernetes/resolve.ts. */
export interface Resolved extends RuntimeValues {
  readonly runtime: RuntimeNames
  /** What migrate-runtime last moved the node away from, with the socket as kubeadm writes it; empty texts where it never did. */
  readonly formerRuntime: Pick<RuntimeNames, 'title' | 'scheme'> & { readonly criSocket: string }
  /** The release of Enterprise Linux that the host is like, 0 for Debian and its relatives. */
  readonly enterpriseLinux: number
  readonly kubeadm: {
    /** `kubeadm.k8s.io/v1beta4`. */
    readonly apiVersion: string
    readonly criSocket: string
    /** kubeadm's imageRepository, or '' for its own default. */
    readonly imageRepository: string
    /** dns.imageRepository where a nested mirror needs it, or ''. */
    readonly dnsImageRepository: string
    /** The address that the control plane advertises. */
    readonly advertiseAddress: string
    /** kubelet's --node-ip: one address, or two with a comma for dual stack; '' to let kubelet choose. */
    readonly nodeIp: string
    /** What kubelet's configuration has on this host alone, as a JSON merge patch; '' for nothing. */
    readonly ownKubelet: string
    /** Name of the ConfigMap of kube-system with the cluster's KubeletConfiguration. */
    readonly kubeletConfigMap: string
    /** KubeletConfiguration.cgroupDriver is understood through kubeadm (1.22 and later; before, the drop-in says it). */
    readonly cgroupDriverInConfig: boolean
    /** extraArgs and kubeletExtraArgs are lists of name and value (v1beta4), not maps. */
    readonly argumentLists: boolean
    /** `kubeadm config validate` exists. */
    readonly canValidate: boolean
  }
  readonly pauseImage: string
  readonly repositories: {
    readonly kubernetes: ResolvedRepository
  } & Readonly<
    /** Of the wanted runtime: CRI-O's own before 1.28 followed by `cri-o-libs`; none where the distribution has it. */
    Record<RuntimeUnit, readonly ResolvedRepository[]>
  >
  /** Package names with versions for this host's package manager. */
  readonly packages: Readonly<Record<RuntimeUnit, readonly string[]>> & {
    /** Distribution packages that kubeadm and kubelet want beside their own. */
    readonly tools: readonly string[]
  }
  /** The files of the wanted runtime about registries: hosts.toml, certificates, keys. */
  readonly registryFiles: RegistryFiles
  /** The content of the pull secret in base64, '' for none. It holds passwords. */
  readonly pullSecretData: string
  /** The low-level runtimes of cluster.yaml, as the playbooks write them. */
  readonly handlers: ResolvedHandlers
  /** Marks on the host of what nodeprep made there or in the cluster. */
  readonly made: readonly string[]
  /** What is to be taken back of it. */
  readonly former: Former
  /** Labels, annotations and taints of the host's node, as the playbooks read them; '' for none. */
  readonly nodeSettings: string
  /** What the host's kernel has to be started with, by name; '' for a parameter without a value. */
  readonly kernelParameters: Readonly<Record<string, string>>
  readonly proxy: ResolvedProxy
  /** Swap has to be off: always, unless the user's KubeletConfiguration says `failSwapOn: false`. */
  readonly swapOff: boolean
  /** A CNI manifest given by URL, through the mirror for files; '' for any other CNI. */
  readonly cniManifestUrl: string
  /** What the manifest from that URL must have; '' when nothing is known. */
  readonly cniManifestSha256: string
  readonly flannel: {
    readonly version: string
    readonly image: string
    readonly cniPluginImage: string
    /** The text of its net-conf.json. */
    readonly netConf: string
  }
  /** Image of the smoke test. */
  readonly nginxImage: string
}
