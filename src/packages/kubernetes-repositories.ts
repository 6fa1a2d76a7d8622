import type { Cluster } from '../cluster/cluster.ts'
import type { Facts } from '../facts/facts.ts'
import { presets, type PackagePreset } from './mirrors.ts'
import { packageFamily } from './package-managers.ts'
import { resolveRepository, sourceFor, type ResolvedRepository } from './repository.ts'
import { minorNumber } from '../kubernetes/versions/compare.ts'

/** pkgs.k8s.io starts here; everything older had its packages on hosts that were switched off in 2024. */
const FIRST_STREAM = 24

/**
 * All streams are signed by one key, but each keeps the copy it was published with: that of 1.24 to 1.27 expired in
 * November 2024 (kubernetes/release#3818), that of later ones expires in December 2026. So the key comes from a
 * new stream, never from an old one.
 */
const KEY_STREAM = 36

/**
 * The one frozen copy of the old repositories whose layout is known, with the contents of September 2023. There is no
 * official source any more, so every preset uses it, upstream too. Not asked whether it answers today.
 */
const legacy: PackagePreset = {
  deb: {
    url: 'https://mirrors.aliyun.com/kubernetes/apt/',
    suite: 'kubernetes-xenial',
    components: ['main'],
    key: 'https://mirrors.aliyun.com/kubernetes/apt/doc/apt-key.gpg',
  },
  rpm: {
    url: 'https://mirrors.aliyun.com/kubernetes/yum/repos/kubernetes-el7-{arch}/',
    key: 'https://mirrors.aliyun.com/kubernetes/yum/doc/rpm-package-key.gpg',
  },
}

/** Where kubelet, kubeadm, kubectl, cri-tools and kubernetes-cni come from. */
export function kubernetesRepository(cluster: Cluster, facts: Facts): ResolvedRepository {
  const { minor } = cluster.kubernetes
  const number = minorNumber(minor)
  const own = sourceFor(cluster.mirror.packages.kubernetes, packageFamily(facts))
  const isLegacy = own === undefined && number < FIRST_STREAM
  const source = own ?? (isLegacy ? legacy : presets[cluster.mirror.preset].kubernetes)
  const stream = `1.${Math.max(number, KEY_STREAM)}`
  return resolveRepository('kubernetes', source, facts, { minor, stream }, isLegacy)
}
