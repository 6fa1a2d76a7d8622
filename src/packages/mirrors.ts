import type { MirrorPreset, RepositorySource } from '../cluster/cluster.ts'

/** Where the packages of one thing come from, for each family. */
export interface PackagePreset {
  readonly deb: RepositorySource
  readonly rpm: RepositorySource
}

/** Registries asked before the one that is the key. */
export type RegistryMirrors = Readonly<Record<string, readonly string[]>>

interface Preset {
  /** Kubernetes 1.24 and later. `{stream}` is the stream whose copy of the signing key is taken. */
  readonly kubernetes: PackagePreset
  /** kubeadm's imageRepository; none is kubeadm's own default. */
  readonly kubernetesImages?: string
  readonly registries: RegistryMirrors
  /** Prefix of files from GitHub and the like. */
  readonly files?: string
}

const UPSTREAM = 'https://pkgs.k8s.io/core:/stable:'

/** The layout of pkgs.k8s.io: one flat apt repository and one rpm repository a minor. */
function streams(base: string, keyBase = base): PackagePreset {
  return {
    deb: { url: `${base}/v{minor}/deb/`, key: `${keyBase}/v{stream}/deb/Release.key` },
    rpm: { url: `${base}/v{minor}/rpm/`, key: `${keyBase}/v{stream}/rpm/repodata/repomd.xml.key` },
  }
}

/** One level below the layout of pkgs.k8s.io, with keys beside each repository. */
export function besideKeys(base: string): PackagePreset {
  return {
    deb: { url: `${base}/deb/`, key: `${base}/deb/Release.key` },
    rpm: { url: `${base}/rpm/`, key: `${base}/rpm/repodata/repomd.xml.key` },
  }
}

/**
 * DaoCloud's prefix form, the one its README prefers; it has an allow-list, rate limits and a cache of 30 days. TUNA and
 * USTC keep no images, so their presets use it too.
 */
const DAOCLOUD: RegistryMirrors = {
  'docker.io': ['m.daocloud.io/docker.io'],
  'ghcr.io': ['m.daocloud.io/ghcr.io'],
  'quay.io': ['m.daocloud.io/quay.io'],
}
const DAOCLOUD_KUBERNETES = 'm.daocloud.io/registry.k8s.io'
const DAOCLOUD_FILES = 'https://files.m.daocloud.io/'

/** The presets, from the mirrors' own help pages and from scripts that use them; none is asked whether it answers today. */
export const presets: Readonly<Record<MirrorPreset, Preset>> = {
  upstream: { kubernetes: streams(UPSTREAM), registries: {} },
  aliyun: {
    kubernetes: streams('https://mirrors.aliyun.com/kubernetes-new/core/stable'),
    kubernetesImages: 'registry.aliyuncs.com/google_containers',
    registries: DAOCLOUD,
    files: DAOCLOUD_FILES,
  },
  tuna: {
    kubernetes: streams('https://mirrors.tuna.tsinghua.edu.cn/kubernetes/core:/stable:'),
    kubernetesImages: DAOCLOUD_KUBERNETES,
    registries: DAOCLOUD,
    files: DAOCLOUD_FILES,
  },
  ustc: {
    // Its help page takes the key from upstream.
    kubernetes: streams('https://mirrors.ustc.edu.cn/kubernetes/core:/stable:', UPSTREAM),
    kubernetesImages: DAOCLOUD_KUBERNETES,
    registries: DAOCLOUD,
    files: DAOCLOUD_FILES,
  },
  daocloud: {
    kubernetes: streams(UPSTREAM),
    kubernetesImages: DAOCLOUD_KUBERNETES,
    registries: DAOCLOUD,
    files: DAOCLOUD_FILES,
  },
}
