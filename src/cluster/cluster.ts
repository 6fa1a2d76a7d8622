import type { Taint } from '../notation/taint.ts'
import type { RuntimeKind } from './runtime-kinds.ts'
import type { SshSettings } from '../transport/target/settings.ts'

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
  /** Addresses of its node that cluster.yaml decides: one, or one of each family with a comma. */
  readonly nodeIP?: string
  readonly role: Role
  readonly ssh: SshSettings
  readonly become: Become
  /** What its kernel is started with; left out where that is nothing. */
  readonly kernel?: Kernel
  /** What its node object has beside what Kubernetes and others give it; each left out where it is empty. */
  readonly labels?: Readonly<Record<string, string>>
  readonly annotations?: Readonly<Record<string, string>>
  readonly taints?: readonly Taint[]
  /** Fields of a KubeletConfiguration for this host alone, over those of the cluster's document. */
  readonly kubelet?: Readonly<Record<string, unknown>>
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
  /** Of the signing key, as they were written. */
  readonly keyFingerprint?: string | readonly string[]
  readonly gpgCheck?: boolean
}

/** The same source for both package families, or one for each. */
export type PackageSource = RepositorySource | { readonly deb?: RepositorySource; readonly rpm?: RepositorySource }

export type MirrorPreset = 'upstream' | 'aliyun' | 'tuna' | 'ustc' | 'daocloud'

export interface Mirror {
  readonly preset: MirrorPreset
  /** Overrides of where packages come from; `cri-o-libs` is the second repository of CRI-O before 1.28 (Kubic). */
  readonly packages: Readonly<Partial<Record<'kubernetes' | 'cri-o' | 'cri-o-libs' | 'containerd', PackageSource>>>
  readonly images: {
    /** kubeadm's imageRepository. */
    readonly kubernetes?: string
    /** Full name of the sandbox image. */
    readonly pause?: string
  }
  /** Prefix put before `host/path` of files fetched from GitHub and the like. */
  readonly files?: string
}

export interface Cni {
  readonly kind: 'flannel' | 'manifest' | 'none'
  /** flannel: release; defaults to the one nodeprep knows. */
  readonly version?: string
  /** manifest: text that was read at load from the user's file, or the URL the control plane fetches. */
  readonly manifest?:
    { readonly content: string; readonly path: string } | { readonly url: string; readonly sha256?: string }
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

export interface RuntimeSettings {
  readonly kind: RuntimeKind
  /** CRI-O: minor, by default the one of Kubernetes. containerd: how its package's version begins, '' for the newest. */
  readonly version: string
  /** containerd: the distribution's package or Docker's. By default what suits the host. */
  readonly package?: 'containerd' | 'containerd.io'
  /** Low-level runtimes beside or instead of the one that the runtime brings. */
  readonly handlers: readonly Handler[]
  /** Name of the handler of pods without a RuntimeClass; left out: what the runtime's own configuration says. */
  readonly defaultHandler?: string
}

/** A low-level runtime (an OCI runtime or a shim) that pods choose by a RuntimeClass. */
export interface Handler {
  readonly name: string
  /** How it is called: `oci` like runc, `runsc` by gVisor's shim, `kata` by that of Kata Containers. */
  readonly type: 'oci' | 'runsc' | 'kata'
  /** Its program on the host, for kata that of the shim; '' for the one that the container runtime brings or finds itself. */
  readonly path: string
  /** Package that brings it; left out where the program is there already. */
  readonly package?: string
  /** Name of the RuntimeClass object. */
  readonly runtimeClass: string
}

/** How the registry that images are named after is reached. */
export interface Registry extends RegistryAccess {
  /** As image names begin: `docker.io`, `registry.lab:5000`; `_default` for every registry that is not named. */
  readonly host: string
  /** URL of the registry itself, where that is not `https://HOST`. */
  readonly server?: string
  readonly blocked: boolean
  readonly mirrors: readonly RegistryMirror[]
}

/** A registry that is asked before another. */
export interface RegistryMirror extends RegistryAccess {
  /** `https://m.example`, with a path that ends with `/v2`, or with any path where overridePath is set. */
  readonly url: string
  /** What it is asked for: `pull` contents, `resolve` tags. */
  readonly capabilities: readonly ('pull' | 'resolve' | 'push')[]
  readonly overridePath: boolean
  readonly headers: Readonly<Record<string, string>>
}

/** TLS and account of one registry server. */
export interface RegistryAccess {
  /** Certificates of the authorities that it is checked by, read at load. */
  readonly ca?: { readonly path: string; readonly content: string }
  /** The certificate was read at load; the key is read when a run begins. */
  readonly clientCert?: { readonly path: string; readonly content: string; readonly keyFile: string }
  readonly skipVerify: boolean
  /** Asked by HTTPS, whatever its certificate, and then by plain HTTP. */
  readonly insecure: boolean
  readonly auth?: RegistryAuth
}

/** An account, at a registry or proxy, and where its password comes from. */
export interface RegistryAuth {
  readonly username: string
  readonly password: { readonly file: string } | { readonly env: string } | 'ask' | { readonly insecure: string }
}

/** How hosts fetch what is outside of the cluster. */
export interface Proxy {
  /** Proxy for http, as `http://host:port`. */
  readonly http: string
  readonly https: string
  /** What is reached without it, beside what belongs to the cluster. */
  readonly noProxy: readonly string[]
  readonly auth?: RegistryAuth
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
  readonly runtime: RuntimeSettings
  readonly proxy?: Proxy
  readonly registries: readonly Registry[]
  /** The Secret of type kubernetes.io/dockerconfigjson with the accounts of {@link registries}. */
  readonly pullSecret?: { readonly name: string; readonly namespaces: readonly string[] }
  readonly mirror: Mirror
  readonly cni: Cni
  /** Whether hosts are rebooted where a change needs it. */
  readonly reboot: 'allowed' | 'refused'
  readonly selinux: 'permissive' | 'enforcing'
  readonly smokeTest: 'nginx' | 'none'
  /** nodeprep's own early checks to override, by name. */
  readonly ignoreChecks: readonly string[]
  readonly hosts: readonly Host[]
  readonly documents: readonly KubeadmDocument[]
}
