import type { SshSettings } from '../transport/settings.ts'

export type Role = 'control-plane' | 'worker'

/** How the program becomes root on a host where the ssh user is not root. */
export interface Become {
  readonly method: 'sudo' | 'none'
  /** Where the sudo password comes from, never the password itself: an environment variable, a file, or a question. */
  readonly password?: { readonly env: string } | { readonly file: string } | 'ask'
}

export interface Host {
  readonly name: string
  readonly address: string
  readonly role: Role
  readonly ssh: SshSettings
  readonly become: Become
  /** Over those of the cluster. */
  readonly kernel?: Kernel
}

/** What a kernel is started with. */
export interface Kernel {
  /** By name; '' for a parameter without a value. */
  readonly parameters: Readonly<Record<string, string>>
}

/** One package repository, as a user or a preset gives it. `{minor}`, `{arch}` and `{os}` in url and key are filled in per host. */
export interface RepositorySource {
  readonly url: string
  /** apt only: `/` for a flat repository (the default). */
  readonly suite?: string
  readonly components?: readonly string[]
  /** Where the signing key is; by default beside the repository, as its layout has it. */
  readonly key?: string
  readonly gpgCheck?: boolean
}

/** The same source for both package families, or one for each. */
export type PackageSource = RepositorySource | { readonly deb?: RepositorySource; readonly rpm?: RepositorySource }

export type MirrorPreset = 'upstream' | 'aliyun' | 'tuna' | 'ustc' | 'daocloud'

export interface Mirror {
  readonly preset: MirrorPreset
  /** Overrides of where packages come from; `cri-o-libs` is the second repository of CRI-O before 1.28 (Kubic). */
  readonly packages: Readonly<Partial<Record<'kubernetes' | 'cri-o' | 'cri-o-libs', PackageSource>>>
  readonly images: {
    /** kubeadm's imageRepository. */
    readonly kubernetes?: string
    /** Full name of the sandbox image. */
    readonly pause?: string
    /** Registries asked before docker.io, each `host[:port][/path]`. */
    readonly 'docker.io'?: readonly string[]
    readonly 'ghcr.io'?: readonly string[]
    readonly 'registry.k8s.io'?: readonly string[]
  }
  /** Prefix put before `host/path` of files fetched from GitHub and the like. */
  readonly files?: string
}

export interface Cni {
  readonly kind: 'flannel' | 'manifest' | 'none'
  /** flannel: release; defaults to the one nodeprep knows. */
  readonly version?: string
  /** manifest: text that was read at load from the user's file, or the URL the control plane fetches. */
  readonly manifest?: { readonly content: string; readonly path: string } | { readonly url: string }
}

/** A further YAML document of cluster.yaml, passed through to kubeadm. */
export interface KubeadmDocument {
  readonly apiVersion: string
  readonly kind:
    | 'ClusterConfiguration'
    | 'InitConfiguration'
    | 'JoinConfiguration'
    | 'KubeletConfiguration'
    | 'KubeProxyConfiguration'
  readonly value: Readonly<Record<string, unknown>>
  readonly line: number
}

/** cluster.yaml after validation and defaults: frozen, complete, with nothing left to look up. */
export interface Cluster {
  readonly name: string
  readonly kubernetes: {
    /** Full version without the `v`: `1.36.2`. */
    readonly version: string
    /** `1.36`. */
    readonly minor: string
    readonly controlPlaneEndpoint?: string
    readonly podSubnet: string
    readonly serviceSubnet: string
    readonly dnsDomain: string
    readonly certSANs: readonly string[]
    /** kubeadm's own preflight checks to ignore. */
    readonly ignorePreflightErrors: readonly string[]
  }
  readonly runtime: {
    readonly kind: 'cri-o'
    /** Minor, `1.36`; by default the one of Kubernetes. */
    readonly version: string
    readonly registries: { readonly insecure: readonly string[] }
  }
  readonly mirror: Mirror
  readonly cni: Cni
  readonly kernel: Kernel
  /** Whether hosts are rebooted where a change needs it. */
  readonly reboot: 'allowed' | 'refused'
  readonly selinux: 'permissive' | 'enforcing'
  readonly smokeTest: 'nginx' | 'none'
  /** nodeprep's own early checks to override, by name. */
  readonly ignoreChecks: readonly string[]
  readonly hosts: readonly Host[]
  readonly documents: readonly KubeadmDocument[]
}
