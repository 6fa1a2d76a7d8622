import ipaddr from 'ipaddr.js'
import { minorNumber } from './compare.ts'

type Values = Readonly<Record<string, string | number | boolean | readonly string[]>>

/**
 * What kubeadm itself sets in a KubeletConfiguration that leaves it out, by the path of the field, where that is not what kubelet
 * would take. From cmd/kubeadm/app/componentconfigs/kubelet.go of Kubernetes, which has not changed this between 1.20 and 1.37.
 */
export function kubeletDefaults(minor: string, serviceSubnet: string): Values {
  return {
    clusterDNS: [tenthAddress(serviceSubnet)],
    'authentication.anonymous.enabled': false,
    'authentication.webhook.enabled': true,
    'authentication.x509.clientCAFile': '/etc/kubernetes/pki/ca.crt',
    'authorization.mode': 'Webhook',
    healthzBindAddress: '127.0.0.1',
    healthzPort: 10_248,
    rotateCertificates: true,
    ...(minorNumber(minor) >= 22 && { cgroupDriver: 'systemd' }),
  }
}

/** The address of the cluster's DNS: the tenth of the first subnet of Services. */
function tenthAddress(subnets: string): string {
  const [address] = ipaddr.parseCIDR(subnets.split(',', 1).join().trim())
  const bytes = address.toByteArray()
  const [high = 0, low = 0] = bytes.slice(-2)
  const number = high * 256 + low + 10
  return ipaddr.fromByteArray([...bytes.slice(0, -2), number >> 8, number & 255]).toString()
}

/** The same of a KubeProxyConfiguration, from cmd/kubeadm/app/componentconfigs/kubeproxy.go. */
export const proxyDefaults = (podSubnet: string): Values => ({
  bindAddress: '0.0.0.0',
  'clientConnection.kubeconfig': '/var/lib/kube-proxy/kubeconfig.conf',
  clusterCIDR: podSubnet,
})
