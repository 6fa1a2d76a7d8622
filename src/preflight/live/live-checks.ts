import type { LiveCheckName } from '../../config/schema/check-names.ts'
import { controlPlaneEndpoint } from './api-server.ts'
import { clusterName } from './cluster-name.ts'
import { cni } from './cni.ts'
import { documents } from './documents.ts'
import { nodeName, otherCluster, removed, role } from './identity.ts'
import type { LiveCheck } from './live-check.ts'
import { dnsDomain, podSubnet, serviceSubnet } from './networks.ts'
import { nodeAddress } from './node-address.ts'
import { runtimePackage } from './runtime-package.ts'
import { controlPlaneVersion, kubernetesVersion, runtimeVersion } from './versions.ts'

/** A file that makes no sense hides what the other checks are about. */
const clusterFiles: LiveCheck = (_, { facts }) => {
  const { unread } = facts.live
  if (unread.length === 0) return undefined
  return {
    message: `cannot read ${unread.join(', ')}, so what is in use here is unknown`,
    remedy: 'Restore it, or run kubeadm reset on this host and apply again.',
  }
}

/**
 * Checks of what would do harm on a live cluster, or be nothing but a silent difference for ever. No name of these is taken
 * by ignoreChecks: to go on would move packages of all hosts at once, join a node twice, or split the network.
 */
export const fixedChecks: Readonly<Record<string, LiveCheck>> = {
  'kubernetes-version': kubernetesVersion,
  'node-name': nodeName,
  role,
  'other-cluster': otherCluster,
  removed,
  'pod-subnet': podSubnet,
  'service-subnet': serviceSubnet,
  'dns-domain': dnsDomain,
}

/** Checks of what apply does not change yet; whoever changes it by hand may ignore them meanwhile. */
export const liveChecks: Readonly<Record<LiveCheckName, LiveCheck>> = {
  'control-plane-version': controlPlaneVersion,
  'runtime-version': runtimeVersion,
  'runtime-package': runtimePackage,
  'cluster-name': clusterName,
  cni,
  'node-address': nodeAddress,
  endpoint: controlPlaneEndpoint,
  'kubeadm-documents': documents,
  'cluster-files': clusterFiles,
}
