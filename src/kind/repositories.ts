import type { Cluster, RepositorySource } from '../cluster/cluster.ts'
import { NodeprepError } from '../errors.ts'
import { mirroredPackages } from '../runtimes/cri-o/mirrors.ts'
import { crioStreams, FIRST_STREAM } from '../runtimes/cri-o/repositories.ts'
import { keyBeside, sourceFor } from '../packages/repository.ts'
import { minorNumber } from '../kubernetes/versions/compare.ts'
import { quote } from '../shell/sh.ts'

export type Stream = keyof typeof crioStreams

/** One apt repository, each value as a word for a shell. `{arch}` and `{os}` are filled in where the image is built. */
export interface KindRepository {
  readonly name: string
  readonly url: string
  readonly suite: string
  readonly components: string
  readonly key: string
}

/**
 * Where the image's CRI-O comes from: cluster.yaml's own repositories, its mirror, or CRI-O's own. The base is Debian's
 * in any case. Throws `invalid-input` where no source is known.
 */
export function kindRepositories(
  cluster: Cluster | undefined,
  kubernetesMinor: string,
  stream: Stream,
): readonly KindRepository[] {
  const own = sourceFor(cluster?.mirror.packages['cri-o'], 'deb')
  const libs = sourceFor(cluster?.mirror.packages['cri-o-libs'], 'deb')
  if ([own, libs].some((source) => source?.keyFingerprint !== undefined))
    throw new NodeprepError('invalid-input', 'keyFingerprint cannot be verified while a node image of kind is built', {
      remedy: 'Leave keyFingerprint out of mirror.packages in the cluster.yaml that kind-image gets.',
    })
  const minor = cluster?.runtime.kind === 'cri-o' ? cluster.runtime.version : kubernetesMinor
  const number = minorNumber(minor)
  if (own && stream === 'prerelease')
    throw new NodeprepError('invalid-input', '--stream prerelease and mirror.packages.cri-o name two sources', {
      remedy: 'Leave one of them out.',
    })
  if (!own && number < FIRST_STREAM)
    throw new NodeprepError('invalid-input', `no repository is known with CRI-O ${minor} for a node image of kind`, {
      remedy: `Name one as mirror.packages.cri-o in cluster.yaml, or use Kubernetes 1.${FIRST_STREAM} or later.`,
    })
  const mirrored = stream === 'stable' ? mirroredPackages(cluster?.mirror.preset ?? 'upstream', number) : undefined
  const known = mirrored ?? crioStreams[stream]
  return [inWords('cri-o', own ?? known.deb, minor), ...(libs ? [inWords('cri-o-libs', libs, minor)] : [])]
}

function inWords(name: string, source: RepositorySource, minor: string): KindRepository {
  const { url, suite = '/', components = [], gpgCheck = true } = source
  const key = source.key ?? keyBeside(url, 'deb')
  const word = (text: string) => quote(text.replaceAll('{minor}', minor))
  return {
    ...{ name, url: word(url), suite: word(suite), components: word(components.join(' ')) },
    key: word(gpgCheck ? key : ''),
  }
}
