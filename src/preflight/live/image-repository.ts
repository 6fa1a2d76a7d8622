import { imageRepositoryOf } from '../../kubernetes/image-repository.ts'
import { defaultRegistries, defaultRegistry } from '../../kubernetes/versions/images.ts'
import { fieldOf } from './document-fields.ts'
import { hasJoined, type LiveCheck } from './live-check.ts'

/** What kubeadm takes from its imageRepository; etcd's may be another. */
const PODS = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler']

/** `registry.k8s.io/kube-apiserver:v1.36.2` → `registry.k8s.io`; '' for an image of another name. */
function repositoryOf(image: string, name: string): string {
  const bare = image.replace(/@.*$/, '').replace(/:[^/]*$/, '')
  return bare.endsWith(`/${name}`) ? bare.slice(0, -name.length - 1) : ''
}

/** kubeadm init writes it into the static pods, and keeps it for control planes that join. */
export const imageRepositoryInUse: LiveCheck = (cluster, one) => {
  // Set by a document, it has its check among the documents.
  if (!hasJoined(one) || fieldOf(cluster, 'ClusterConfiguration', 'imageRepository') !== undefined) return undefined
  const { version, minor } = cluster.kubernetes
  const wanted = imageRepositoryOf(cluster) || defaultRegistry(version, minor)
  const same = (is: string) => is === wanted || [is, wanted].every((name) => defaultRegistries.includes(name))
  const found = PODS.map((name) => repositoryOf(one.facts.live.staticPods[name]?.image ?? '', name))
  const [other] = found.filter((is) => is !== '' && !same(is))
  if (other === undefined) return undefined
  return {
    message: `the control plane runs images from ${other}, but cluster.yaml specifies ${wanted}; this is not applied on a live cluster yet`,
    remedy: `Set mirror.images.kubernetes to ${other}. Everything else of mirror is applied.`,
  }
}
