import { authority, client } from '../facts/joined.ts'

const base64 = (text: string) => Buffer.from(text).toString('base64')

/** The admin kubeconfig of a control plane, as kubeadm writes it. */
export const kubeconfigOf = (server: string): string => `apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: ${base64(authority.cert)}
    server: ${server}
  name: kubernetes
contexts:
- context:
    cluster: kubernetes
    user: kubernetes-admin
  name: kubernetes-admin@kubernetes
current-context: kubernetes-admin@kubernetes
kind: Config
preferences: {}
users:
- name: kubernetes-admin
  user:
    client-certificate-data: ${base64(client.cert)}
    client-key-data: ${base64(client.key)}
`
