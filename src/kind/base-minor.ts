import type { Cluster } from '../cluster/cluster.ts'
import { NodeprepError } from '../errors.ts'
import { LAST_MINOR } from '../kubernetes/versions/kubeadm-api.ts'
import { minorNumber } from '../kubernetes/versions/compare.ts'

/** First minor whose CRI-O reads the files that are put into the image. */
const FIRST = 20

/**
 * The minor of Kubernetes in a node image: by its tag, as kind's own are called, else by cluster.yaml. Throws
 * `invalid-input` when nothing tells it, when they differ, and when CRI-O of that minor can't be used so.
 */
export function baseMinor(base: string, cluster: Cluster | undefined): string {
  const tagged = /:v?(\d+\.\d+)\.\d+[\w.-]*(?:@.*)?$/.exec(base)?.[1]
  const wanted = cluster?.kubernetes.minor
  if (tagged !== undefined && wanted !== undefined && tagged !== wanted)
    throw new NodeprepError('invalid-input', `--base holds Kubernetes ${tagged}, and cluster.yaml wants ${wanted}`, {
      remedy: `Name a node image of ${wanted}, or leave --base out.`,
    })
  const minor = tagged ?? wanted
  if (minor === undefined)
    throw new NodeprepError('invalid-input', `--base: the tag of ${base} does not tell the version of Kubernetes`, {
      remedy: 'Name an image with a tag like v1.34.0, or give a cluster.yaml.',
    })
  const number = minorNumber(minor)
  if (!minor.startsWith('1.') || number < FIRST || number > LAST_MINOR)
    throw new NodeprepError('invalid-input', `kind-image knows Kubernetes 1.${FIRST} to 1.${LAST_MINOR}, not ${minor}`)
  return minor
}
