import { NodeprepError } from '../../errors.ts'
import { compareVersions, lineOf, minorNumber } from '../versions/compare.ts'
import { lastBeforeEtcd36, newestPatches } from '../versions/newest-patches.ts'

const isVersion = (text: string): boolean => /^1\.\d{1,3}\.\d{1,3}$/.test(text)

const wrong = (message: string, remedy: string) => new NodeprepError('invalid-input', message, { remedy })

/**
 * The versions a cluster goes through, the last of them `to`: one minor at a time, since kubeadm knows one minor back. A minor on the
 * way is passed at the patch that `via` names, else at the newest one that nodeprep knows. Nothing when it is there already.
 * Throws `invalid-input`.
 */
export function upgradePath(from: string, to: string, via: readonly string[] = []): readonly string[] {
  const odd = via.find((one) => !isVersion(one))
  if (odd !== undefined)
    throw wrong(`--via ${odd}: not a version of Kubernetes`, 'Write full versions: 1.34.12,1.35.9.')
  if (compareVersions(to, from) < 0)
    throw wrong(
      `the cluster runs Kubernetes ${from}, which is newer than ${to} in cluster.yaml`,
      `Kubernetes cannot be taken back. Set kubernetes.version to ${from} or a newer one.`,
    )
  const [first, last] = [minorNumber(lineOf(from)), minorNumber(lineOf(to))]
  const between = Array.from({ length: Math.max(0, last - first - 1) }, (_, i) => through(first + 1 + i, via))
  const start = leaves(from, last, via)
  const path = [...start, ...between, to].filter((one) => compareVersions(one, from) > 0)
  const unused = via.find((one) => !path.includes(one))
  if (unused !== undefined)
    throw wrong(
      `--via ${unused}: not between ${from} and ${to}`,
      `Without --via the way is ${[from, ...upgradePath(from, to)].join(' → ')}.`,
    )
  return path
}

/** The patch at which a minor is passed. */
function through(minor: number, via: readonly string[]): string {
  const line = `1.${minor}`
  const named = via.filter((one) => lineOf(one) === line)
  if (named.length > 1) throw wrong(`--via names two versions of ${line}`, 'Name one version of each minor.')
  const version = named[0] ?? newestPatches.versions[line]
  if (version === undefined) throw wrong(`no version of Kubernetes ${line} is known`, `Name one with --via ${line}.0.`)
  return version
}

/** A patch of the present minor that comes first: one that is named, or one that the next minor's etcd needs. */
function leaves(from: string, last: number, via: readonly string[]): readonly string[] {
  const minor = minorNumber(lineOf(from))
  const named = via.find((one) => lineOf(one) === lineOf(from))
  if (named !== undefined) return [named]
  const tooOld = minor === lastBeforeEtcd36.minor && compareVersions(from, lastBeforeEtcd36.firstPatch) < 0
  return tooOld && last > minor ? [through(minor, via)] : []
}
