import type { Cluster } from '../cluster/cluster.ts'
import type { LiveFacts } from '../facts/live/live.ts'
import { imageRepositoryOf } from '../kubernetes/image-repository.ts'
import { defaultRegistries, defaultRegistry } from '../kubernetes/versions/images.ts'
import { fieldOf } from '../preflight/live/document-fields.ts'
import type { Change } from './change.ts'

/** What kubeadm takes from its imageRepository; etcd's may be another. */
const PODS = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler']

/** `registry.k8s.io/kube-apiserver:v1.36.2` → `registry.k8s.io`; '' for an image of another name. */
function repositoryOf(image: string, name: string): string {
  const bare = image.replace(/@.*$/, '').replace(/:[^/]*$/, '')
  return bare.endsWith(`/${name}`) ? bare.slice(0, -name.length - 1) : ''
}

/** A control plane whose images come from elsewhere than cluster.yaml says. */
export function imageRepositoryChange(cluster: Cluster, { staticPods }: LiveFacts): Change | undefined {
  const { version, minor } = cluster.kubernetes
  const ofDocument = fieldOf(cluster, 'ClusterConfiguration', 'imageRepository')
  const wanted = (ofDocument ?? imageRepositoryOf(cluster)) || defaultRegistry(version, minor)
  const same = (is: string) => is === wanted || [is, wanted].every((name) => defaultRegistries.includes(name))
  const found = PODS.map((name) => repositoryOf(staticPods[name]?.image ?? '', name))
  const [other] = found.filter((is) => is !== '' && !same(is))
  return other === undefined ? undefined : { field: 'ClusterConfiguration.imageRepository', is: other, wanted }
}
