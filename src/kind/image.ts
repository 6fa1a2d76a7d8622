import type { Cluster, Role } from '../cluster/cluster.ts'
import { NodeprepError } from '../errors.ts'
import { crio } from '../runtimes/cri-o/cri-o.ts'
import { baseMinor } from './base-minor.ts'
import { kindRepositories, type KindRepository, type Stream } from './repositories.ts'

/** What the command line says of the image. */
export interface ImageFlags {
  readonly base?: string | undefined
  readonly tag?: string | undefined
  readonly stream: Stream
}

/** A node image of kind with CRI-O, and the cluster made of it. */
export interface KindImage {
  /** The node image that it is built over. */
  readonly base: string
  readonly tag: string
  /** Of Kubernetes: `1.34`. */
  readonly minor: string
  readonly criSocket: string
  readonly repositories: readonly KindRepository[]
  /** The cluster's name to kind. */
  readonly name: string
  readonly nodes: readonly { readonly role: Role }[]
  /** '' where kind's own default is meant, as with every empty text below. */
  readonly ipFamily: '' | 'ipv6' | 'dual'
  readonly podSubnet: string
  readonly serviceSubnet: string
  readonly dnsDomain: string
  readonly disableDefaultCni: boolean
}

/** A reference to an image, not all of its rules: nothing that a Dockerfile would take for more than one word. */
const REFERENCE = /^[\w][\w./:@-]*$/

function reference(flag: string, text: string): string {
  if (REFERENCE.test(text) && !text.startsWith('-')) return text
  throw new NodeprepError('invalid-input', `${flag}: ${JSON.stringify(text)} is not the name of an image`, {
    remedy: 'Write one as kindest/node:v1.34.0.',
  })
}

/**
 * What is built, by cluster.yaml, the flags, or both. Throws `invalid-input` when neither tells the version of Kubernetes, or
 * when they contradict each other.
 */
export function kindImage(cluster: Cluster | undefined, flags: ImageFlags): KindImage {
  const given = flags.base ?? (cluster && `kindest/node:v${cluster.kubernetes.version}`)
  if (given === undefined)
    throw new NodeprepError('invalid-input', 'kind-image needs a cluster.yaml or --base', {
      remedy: 'Name the node image to build over: nodeprep kind-image --base kindest/node:v1.34.0',
    })
  // podman and buildah do not know that it is on Docker Hub.
  const base = reference('--base', given).replace(/^kindest\//, 'docker.io/kindest/')
  const minor = baseMinor(base, cluster)
  return {
    base,
    tag: reference('--tag', flags.tag ?? `localhost/kind-cri-o:${tagOf(base) ?? `v${minor}`}`),
    minor,
    criSocket: `unix://${crio.names.socket}`,
    repositories: kindRepositories(cluster, minor, flags.stream),
    ...network(cluster),
  }
}

/** `v1.34.0` of `kindest/node:v1.34.0@sha256:…`. */
export function tagOf(image: string): string | undefined {
  return /:([\w][\w.-]*)$/.exec(image.replace(/@.*$/, ''))?.[1]
}

function network(cluster: Cluster | undefined) {
  if (cluster === undefined)
    return {
      ...{ name: 'kind', nodes: [{ role: 'control-plane' as const }], ipFamily: '' as const },
      ...{ podSubnet: '', serviceSubnet: '', dnsDomain: '', disableDefaultCni: false },
    }
  const { podSubnet, serviceSubnet, dnsDomain } = cluster.kubernetes
  const [v4, v6] = [podSubnet.includes('.'), podSubnet.includes(':')]
  return {
    name: cluster.name,
    nodes: cluster.hosts.map(({ role }) => ({ role })),
    ipFamily: !v6 ? ('' as const) : v4 ? ('dual' as const) : ('ipv6' as const),
    ...{ podSubnet, serviceSubnet, dnsDomain: dnsDomain === 'cluster.local' ? '' : dnsDomain },
    disableDefaultCni: cluster.cni.kind === 'none',
  }
}
