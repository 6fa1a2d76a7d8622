import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Certificate {
  readonly cert: string
  readonly key: string
}

/** A certificate that signs itself, made by openssl; names as openssl writes them, `DNS:x,IP:y`. */
export function certificate(subject: string, names = ''): Certificate {
  const folder = mkdtempSync(join(tmpdir(), 'nodeprep-cert-'))
  const [key, cert] = [join(folder, 'key'), join(folder, 'cert')]
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
  const more = names === '' ? [] : ['-addext', `subjectAltName=${names}`]
  try {
    execFileSync('openssl', ['req', ...kind, '-subj', subject, ...more, '-keyout', key, '-out', cert], {
      stdio: 'pipe',
    })
    return { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

export const authority = certificate('/CN=kubernetes')
export const client = certificate('/O=system:nodes/CN=system:node:cp1')
export const server = certificate('/CN=kube-apiserver', 'DNS:cp1,DNS:kubernetes.default,IP:10.96.0.1,IP:fd00::1')

const base64 = (text: string) => Buffer.from(text).toString('base64')

/** As kubeadm writes it, with a key in it as before 1.17. */
export const kubeconfig = (server: string, ca = authority.cert) => `apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: ${base64(ca)}
    server: ${server}
  name: kubernetes
contexts:
- context:
    cluster: kubernetes
    user: system:node:cp1
  name: system:node:cp1@kubernetes
kind: Config
users:
- name: system:node:cp1
  user:
    client-certificate-data: ${base64(client.cert)}
    client-key-data: ${base64(client.key)}
    token: s3cret-token
`

export const pod = (name: string, image: string, flags: readonly string[]) => `apiVersion: v1
kind: Pod
metadata: { name: ${name}, namespace: kube-system }
spec:
  containers:
  - command:
    - ${name}
${flags.map((flag) => `    - ${flag}\n`).join('')}    image: ${image}
    name: ${name}
    env: [{ name: PASSWORD, value: s3cret-env }]
`

/** Files of a control plane of 1.20 that has joined, by their paths. */
export const controlPlaneFiles: Readonly<Record<string, string>> = {
  '/etc/kubernetes/kubelet.conf': kubeconfig('https://10.0.0.11:6443'),
  '/etc/kubernetes/admin.conf': kubeconfig('https://api.example:6443'),
  '/etc/kubernetes/pki/ca.crt': authority.cert,
  '/etc/kubernetes/pki/apiserver.crt': server.cert,
  '/etc/kubernetes/manifests/kube-apiserver.yaml': pod('kube-apiserver', 'k8s.gcr.io/kube-apiserver:v1.20.2', [
    '--advertise-address=10.0.0.11',
    '--service-cluster-ip-range=10.96.0.0/12',
    "'--audit-policy-file=/etc/a: b'",
  ]),
  '/etc/kubernetes/manifests/kube-controller-manager.yaml': pod(
    'kube-controller-manager',
    'k8s.gcr.io/kube-controller-manager:v1.20.2',
    ['--cluster-cidr=10.244.0.0/16'],
  ),
  '/etc/kubernetes/nodeprep/kubeadm-init.yaml':
    'kind: InitConfiguration\nbootstrapTokens: [{ token: s3cret-boot }]\n---\nkind: ClusterConfiguration\nclusterName: demo\n',
  '/var/lib/kubelet/config.yaml':
    'kind: KubeletConfiguration\nclusterDomain: cluster.local\nmaxPods: 110\nstaticPodURLHeader: { X: [s3cret-header] }\n',
  '/var/lib/kubelet/kubeadm-flags.env': 'KUBELET_KUBEADM_ARGS="--node-labels=disk=ssd --v 2"\n',
  '/var/lib/kubelet/pki/kubelet-client-current.pem': client.cert + client.key,
}

/** Shell that writes files. */
export const writeFiles = (files: Readonly<Record<string, string>>) =>
  Object.entries(files)
    .map(([path, text]) => `mkdir -p ${path.slice(0, path.lastIndexOf('/'))}; cat >${path} <<'END'\n${text}END`)
    .join('\n')

/** Paragraphs of dpkg's status, without the blank lines in between. */
export const dpkg = (packages: readonly (readonly [name: string, version: string, status?: string])[]) =>
  packages
    .map(
      ([name, version, status = 'hold ok installed']) =>
        `Package: ${name}\nStatus: ${status}\nPriority: optional\nSection: net\nMaintainer: x\nArchitecture: amd64\nVersion: ${version}\n`,
    )
    .join('\n')
