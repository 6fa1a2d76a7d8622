import { cleanText } from '../facts-schema.ts'
import { certificatesOf, fingerprint, namesOf, nodeNameOf } from './certificates.ts'
import { flag, flagsOfEnvironment, staticPodOf } from './flags.ts'
import { isObject, yamlObjects } from './json-of.ts'
import { keptDocuments } from './kept-documents.ts'
import { noLiveFacts, type LiveFacts, type StaticPod } from './live.ts'
import { packageVersions } from './package-versions.ts'

/** As much as a host is asked to send, in base64. */
const LONGEST = 350_000
const MOST_NETWORKS = 32
const KUBERNETES = '/etc/kubernetes'
const KUBELET = '/var/lib/kubelet'
const STATIC_PODS = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'etcd']

/**
 * What a host sent of the files of its cluster: lines `==> NAME`, each followed by what is there. Never throws: what
 * makes no sense is named in `unread`, and everything is bounded by what was sent.
 * @param sent in base64; '' of a host that has not joined
 */
export function parseLive(sent: string): LiveFacts {
  if (sent === '') return noLiveFacts
  if (sent.length > LONGEST) return { ...noLiveFacts, unread: ['more than 256 KiB below /etc/kubernetes'] }
  const files = sections(Buffer.from(sent, 'base64').toString('utf8'))
  const text = (path: string): string => files.get(path) ?? ''
  const unread: string[] = []
  const yaml = (path: string) => {
    const objects = files.has(path) ? yamlObjects(text(path)) : []
    if (objects === undefined) unread.push(path)
    return objects ?? []
  }
  const certificate = (path: string) => {
    const [found] = certificatesOf(text(path))
    if (files.has(path) && found === undefined) unread.push(path)
    return found
  }
  const conf = text(`${KUBERNETES}/kubelet.conf`)
  const pods = STATIC_PODS.flatMap((name): [string, StaticPod][] => {
    const path = `${KUBERNETES}/manifests/${name}.yaml`
    const [first] = yaml(path)
    const pod = staticPodOf(first, name)
    if (files.has(path) && pod === undefined && !unread.includes(path)) unread.push(path)
    return pod ? [[name, { image: cleanText(pod.image), flags: pod.flags }]] : []
  })
  const staticPods = Object.fromEntries(pods)
  const flagOf = (pod: string, name: string) => cleanText(flag(staticPods[pod]?.flags, name))
  const versions = packageVersions(text('versions'))
  const [kubeletConfig = {}] = yaml(`${KUBELET}/config.yaml`)
  const { clusterDomain } = kubeletConfig
  const certificateName = nodeNameOf(certificate(`${KUBELET}/pki/kubelet-client-current.pem`))
  return {
    nodeName: cleanText(certificateName === '' ? userOf(conf) : certificateName),
    authorities: authoritiesOf(conf, text(`${KUBERNETES}/pki/ca.crt`)),
    endpoints: [...new Set([conf, text(`${KUBERNETES}/admin.conf`)].flatMap(serverOf))],
    kubelet: versions.get('kubelet') ?? '',
    runtimes: Object.fromEntries([...versions].filter(([name]) => name !== 'kubelet')),
    staticPods,
    podSubnet: flagOf('kube-controller-manager', 'cluster-cidr'),
    serviceSubnet: flagOf('kube-apiserver', 'service-cluster-ip-range'),
    dnsDomain: typeof clusterDomain === 'string' ? cleanText(clusterDomain).replace(/\.$/, '') : '',
    certificateNames: namesOf(certificate(`${KUBERNETES}/pki/apiserver.crt`)).map(cleanText),
    kubeletConfig: isObject(kubeletConfig) ? kubeletConfig : {},
    kubeletFlags: flagsOfEnvironment(text(`${KUBELET}/kubeadm-flags.env`)),
    ...networksOf(text('networks')),
    documents: keptDocuments(files),
    unproven: unprovenOf(text('networks')),
    unread,
  }
}

function sections(text: string): ReadonlyMap<string, string> {
  const parts = `\n${text}`.split('\n==> ').slice(1)
  return new Map(
    parts.map((part) => {
      const end = part.indexOf('\n')
      return end < 0 ? [part, ''] : [part.slice(0, end), part.slice(end + 1)]
    }),
  )
}

/** Paths, one a line: that of the manifest that was applied from here, and those of configurations. */
function networksOf(paths: string): Pick<LiveFacts, 'networks' | 'networkApplied'> {
  const folder = '/etc/cni/net.d/'
  const lines = paths.split('\n')
  const names = lines.flatMap((path) => (path.startsWith(folder) ? [cleanText(path.slice(folder.length))] : []))
  return {
    networks: names.slice(0, MOST_NETWORKS).sort(),
    networkApplied: lines.includes(`${KUBERNETES}/nodeprep/cni.yaml`),
  }
}

function unprovenOf(paths: string): readonly string[] {
  return paths.split('\n').flatMap((path) => /^\/var\/lib\/nodeprep\/roll\/([a-z-]{1,40})\.old$/.exec(path)?.[1] ?? [])
}

function authoritiesOf(conf: string, file: string): readonly string[] {
  const data = /^ *certificate-authority-data: *"?([A-Za-z0-9+/=]+)/m.exec(conf)?.[1] ?? ''
  const pem = Buffer.from(data, 'base64').toString('latin1')
  return [...new Set([...certificatesOf(pem), ...certificatesOf(file)].map(fingerprint))]
}

function serverOf(conf: string): readonly string[] {
  const text = /^ *server: *["']?(https?:\/\/[^\s"']{1,300})/m.exec(conf)?.[1]
  if (text === undefined || !URL.canParse(text)) return []
  const { hostname, port } = new URL(text)
  return [cleanText(`${hostname}:${port === '' ? '443' : port}`)]
}

const userOf = (conf: string) => /^ *user: "?system:node:([^\s"]{1,253})/m.exec(conf)?.[1] ?? ''
