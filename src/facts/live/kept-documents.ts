import { isObject, jsonOf, yamlObjects } from './json-of.ts'
import type { JsonObject, KeptDocument } from './live.ts'

const RECORDS = ['/etc/kubernetes/nodeprep/kubeadm-init.yaml', '/etc/kubernetes/nodeprep/kubeadm-join.yaml']
const OWN = '/etc/kubernetes/nodeprep/kubelet.yaml'

/** Documents of kubeadm among what a host sent: those it was once given, and those of ConfigMaps that were asked for. */
export function keptDocuments(files: ReadonlyMap<string, string>): readonly KeptDocument[] {
  const records = RECORDS.flatMap((path) => of('record', yamlObjects(files.get(path) ?? '') ?? []))
  const own = of('host', yamlObjects(files.get(OWN) ?? '') ?? [])
  const asked = [...files].filter(([name]) => name.startsWith('configmap ')).map(([, text]) => text)
  return [...records, ...own, ...asked.flatMap((text) => of('cluster', configMap(text)))]
}

function of(from: KeptDocument['from'], objects: readonly JsonObject[]): readonly KeptDocument[] {
  return objects.flatMap((value) => (typeof value['kind'] === 'string' ? [{ from, kind: value['kind'], value }] : []))
}

/** A ConfigMap as the API server has it: kube-proxy's has `config.conf`, that of kubelets `kubelet`, kubeadm's `ClusterConfiguration`. */
function configMap(text: string): readonly JsonObject[] {
  const { data } = objectOf(text)
  const texts = isObject(data) ? [data['config.conf'], data['kubelet'], data['ClusterConfiguration']] : []
  return texts.flatMap((one) => (typeof one === 'string' ? (yamlObjects(one) ?? []) : []))
}

function objectOf(text: string): JsonObject {
  try {
    const value = jsonOf(JSON.parse(text))
    return isObject(value) ? value : {}
  } catch {
    return {}
  }
}
