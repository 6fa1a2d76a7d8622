import { createPrivateKey, type X509Certificate } from 'node:crypto'
import { parseYaml } from '../yaml/parse.ts'
import { nodeAt, textAt, type Path, type YamlNode } from '../yaml/node.ts'
import type { Cluster } from '../cluster/cluster.ts'
import { messageOf, NodeprepError } from '../errors.ts'
import { certificatesOf } from '../facts/live/certificates.ts'

/** In bytes; kubeadm's are about 6 KiB. */
const LARGEST_KUBECONFIG = 16_384

/**
 * A kubeconfig written anew from one that a control plane sent. A kubeconfig can name programs that kubectl runs, files and
 * proxies, so nothing of it is kept but the server, the certificates of the authority, and the client's certificate and key, each
 * after it was checked. Throws a NodeprepError `protocol`. Pure.
 * @param own addresses that this control plane told of itself, where its API server may listen
 */
export function adminKubeconfig(text: string, cluster: Cluster, own: readonly string[]): string {
  const { documents, problems } = parseYaml(text, 'the kubeconfig', LARGEST_KUBECONFIG)
  const [problem] = problems
  if (problem) throw wrong(`it is not YAML: ${problem.message}`)
  const root = documents[0]?.root
  if (!root || documents.length > 1 || textAt(root, ['kind']) !== 'Config') throw wrong('it is not a kubeconfig')
  const context = named(root, 'contexts', 'context', textAt(root, ['current-context']))
  const of = named(root, 'clusters', 'cluster', context && textAt(context, ['cluster']))
  const user = named(root, 'users', 'user', context && textAt(context, ['user']))
  if (!of || !user) throw wrong('its current context names no cluster and user')
  const server = serverOf(textAt(of, ['server']) ?? '', cluster, own)
  const authority = certificates(of, 'certificate-authority-data')
  const client = certificates(user, 'client-certificate-data')
  const key = keyOf(user, client[0])
  const pem = (all: readonly X509Certificate[]) => base64(all.map((one) => one.toString()).join(''))
  const name = clusterName(cluster)
  return `apiVersion: v1
kind: Config
clusters:
  - name: ${name}
    cluster:
      certificate-authority-data: ${pem(authority)}
      server: ${server}
users:
  - name: kubernetes-admin
    user:
      client-certificate-data: ${pem(client)}
      client-key-data: ${base64(key)}
contexts:
  - name: kubernetes-admin@${name}
    context:
      cluster: ${name}
      user: kubernetes-admin
current-context: kubernetes-admin@${name}
`
}

function wrong(why: string): NodeprepError {
  return new NodeprepError('protocol', `the admin kubeconfig was not saved: ${why}`, {
    remedy: 'Check /etc/kubernetes/admin.conf on the control plane. kubeadm init phase kubeconfig admin recreates it.',
  })
}

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64')

/** The entry of a list with this name. */
function named(root: YamlNode, list: string, key: string, name: string | undefined): YamlNode | undefined {
  const all = nodeAt(root, [list])
  const found = all?.kind === 'sequence' ? all.items.find((item) => textAt(item, ['name']) === name) : undefined
  return name === undefined ? undefined : found && nodeAt(found, [key])
}

function pemAt(node: YamlNode, key: string): string {
  const data = textAt(node, [key]) ?? ''
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(data)) throw wrong(`${key} is missing or is not base64`)
  return Buffer.from(data, 'base64').toString('latin1')
}

function certificates(node: YamlNode, key: string): readonly X509Certificate[] {
  const found = certificatesOf(pemAt(node, key))
  if (found.length === 0) throw wrong(`${key} holds no certificate`)
  return found
}

function keyOf(user: YamlNode, certificate: X509Certificate | undefined): string {
  const [pem] =
    /-----BEGIN ((?:RSA |EC )?PRIVATE KEY)-----\n[A-Za-z0-9+/=\n]+-----END \1-----/.exec(
      pemAt(user, 'client-key-data'),
    ) ?? []
  if (pem === undefined) throw wrong('client-key-data holds no private key')
  try {
    if (certificate?.checkPrivateKey(createPrivateKey(pem))) return `${pem}\n`
  } catch (error) {
    // What OpenSSL says names no content of the key.
    throw wrong(`client-key-data cannot be read: ${messageOf(error)}`)
  }
  throw wrong('its client key is not that of its client certificate')
}

/** An https URL of this cluster: anything else would send the administrator's kubectl somewhere else. */
function serverOf(server: string, cluster: Cluster, own: readonly string[]): string {
  const url = URL.canParse(server) ? new URL(server) : undefined
  const bare = url?.protocol === 'https:' && url.username + url.password + url.search + url.hash === ''
  if (!url || !bare || url.pathname !== '/') throw wrong('its server is not an https URL')
  const hosts = ownHosts(cluster, own).map((host) => plain(host))
  if (!hosts.includes(plain(url.hostname)))
    throw wrong(`its server ${url.hostname} is not an address of this cluster: ${hosts.join(', ')}`)
  return `https://${url.host}`
}

const plain = (host: string): string => host.replace(/^\[|\]$/g, '').toLowerCase()

/** Where the API server may be: the endpoint, the control planes, and the names in its certificate. */
function ownHosts({ kubernetes, hosts, documents }: Cluster, own: readonly string[]): readonly string[] {
  const said = (path: Path): readonly string[] =>
    documents.flatMap(({ value }) => {
      const found = path.reduce<unknown>(
        (inner, key) => (inner as Record<PropertyKey, unknown> | undefined)?.[key],
        value,
      )
      return [found].flat().filter((one) => typeof one === 'string')
    })
  const endpoints = [kubernetes.controlPlaneEndpoint ?? '', ...said(['controlPlaneEndpoint'])]
  const all = [
    ...endpoints.map((endpoint) => endpoint.replace(/:\d+$/, '')),
    ...hosts.filter(({ role }) => role === 'control-plane').map((host) => host.address),
    ...kubernetes.certSANs,
    ...said(['apiServer', 'certSANs']),
    ...said(['localAPIEndpoint', 'advertiseAddress']),
    ...own,
  ]
  return [...new Set(all.filter((host) => host !== ''))]
}

/** As kubeadm names it. */
function clusterName({ documents }: Cluster): string {
  const given = documents.find(({ kind }) => kind === 'ClusterConfiguration')?.value['clusterName']
  return typeof given === 'string' && /^[A-Za-z0-9][\w.-]{0,62}$/.test(given) ? given : 'kubernetes'
}
