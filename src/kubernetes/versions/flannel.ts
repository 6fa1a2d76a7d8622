import { compareVersions } from './compare.ts'

/** The release that is used when none is given. */
const NEWEST = '0.28.9'

interface Home {
  /** First release whose images are here. */
  readonly from: string
  readonly image: string
  /** The CNI plugin has versions of its own; one that works with every release of this home. */
  readonly cniPluginImage: string
}

/** Where flannel's images have lived, newest home first (history of its manifest in flannel-io/flannel). */
const homes: readonly Home[] = [
  {
    from: '0.26.4',
    image: 'ghcr.io/flannel-io/flannel',
    cniPluginImage: 'ghcr.io/flannel-io/flannel-cni-plugin:v1.9.1-flannel3',
  },
  // Tag of the plugin: not checked in its registry.
  {
    from: '0.21.0',
    image: 'docker.io/flannel/flannel',
    cniPluginImage: 'docker.io/flannel/flannel-cni-plugin:v1.5.1-flannel2',
  },
  {
    from: '0.16.0',
    image: 'docker.io/rancher/mirrored-flannelcni-flannel',
    cniPluginImage: 'docker.io/rancher/mirrored-flannelcni-flannel-cni-plugin:v1.1.0',
  },
]
const oldest: Home = {
  from: '0.0.0',
  image: 'quay.io/coreos/flannel',
  cniPluginImage: 'docker.io/rancher/mirrored-flannelcni-flannel-cni-plugin:v1.1.0',
}

/** Images of a flannel release, the newest known one by default. */
export function flannelImages(version = NEWEST): { version: string; image: string; cniPluginImage: string } {
  const home = homes.find(({ from }) => compareVersions(version, from) >= 0) ?? oldest
  return { version, image: `${home.image}:v${version}`, cniPluginImage: home.cniPluginImage }
}

/** flannel's net-conf.json for kubeadm's podSubnet, which names one subnet or, for dual stack, two. */
export function flannelNetConf(podSubnet: string): string {
  const subnets = podSubnet.split(',')
  const [ipv4, ipv6] = [false, true].map((six) => subnets.find((subnet) => subnet.includes(':') === six))
  return JSON.stringify({
    ...(ipv4 === undefined ? { EnableIPv4: false } : { Network: ipv4 }),
    ...(ipv6 === undefined ? {} : { EnableIPv6: true, IPv6Network: ipv6 }),
    Backend: { Type: 'vxlan' },
  })
}
