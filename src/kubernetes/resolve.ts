import type { Cluster, Host } from '../cluster/cluster.ts'
import type { Facts } from '../facts/facts.ts'
import { marksOf } from '../facts/made.ts'
import { advertiseAddress } from './advertise-address.ts'
import { noCredentials, type Credentials } from '../registries/credentials.ts'
import { throughFilesMirror } from '../packages/files-mirror.ts'
import { flannelImages, flannelNetConf } from './versions/flannel.ts'
import { former } from './former.ts'
import { handlers } from '../runtimes/handlers.ts'
import { defaultRegistry, dnsImageRepository, pauseTag, throughMirror } from './versions/images.ts'
import { hasArgumentLists, kubeadmApiVersion, kubeletConfigMap } from './versions/kubeadm-api.ts'
import { kubernetesRepository } from '../packages/kubernetes-repositories.ts'
import { imageRepositoryOf } from './image-repository.ts'
import { presets } from '../packages/mirrors.ts'
import { ownKubeletPatch } from './own-kubelet.ts'
import { nodeIp } from './node-ip.ts'
import { resolveProxy } from './proxy.ts'
import { nodeSettings } from './node-settings.ts'
import { packageManagerOf } from '../packages/package-managers.ts'
import { pullSecretData } from '../registries/accounts.ts'
import { registryFiles } from '../registries/files.ts'
import { mirrorLocations } from '../registries/locations.ts'
import type { Resolved, RuntimeUnit } from './resolved.ts'
import type { Runtime } from '../runtimes/runtime.ts'
import { runtimeAt } from '../runtimes/runtime-at.ts'
import { runtimeOf, runtimes, runtimeValues } from '../runtimes/runtimes.ts'
import { plannedLike } from '../facts/systems.ts'
import { minorNumber } from './versions/compare.ts'

/** For the smoke test, which removes it again. */
const NGINX = 'docker.io/library/nginx:1.25'

function swapOff({ documents }: Cluster): boolean {
  return !documents.some(({ kind, value }) => kind === 'KubeletConfiguration' && value['failSwapOn'] === false)
}

/** A bare path is what kubeadm itself wrote before 1.24, and deprecated since. */
const criSocket = (socket: string, minor: number): string => (minor >= 24 ? `unix://${socket}` : socket)

function formerRuntime({ kubernetes: { migratedFrom } }: Facts, minor: number): Resolved['formerRuntime'] {
  if (migratedFrom === '') return { title: '', scheme: '', criSocket: '' }
  const { title, scheme, socket } = runtimeAt(migratedFrom)
  return { title, scheme, criSocket: criSocket(socket, minor) }
}

/** What playbooks find by the runtime's unit. */
const byUnit = <T>(of: (runtime: Runtime) => T) =>
  Object.fromEntries(Object.values(runtimes).map((one) => [one.names.unit, of(one)])) as Readonly<
    Record<RuntimeUnit, T>
  >

/**
 * Everything that follows from the cluster and one host's facts: versions, images, packages and where they come from.
 * Without credentials no registry has an account.
 */
export function resolve(
  cluster: Cluster,
  host: Host,
  facts: Facts,
  credentials: Credentials = noCredentials,
): Resolved {
  const runtime = runtimeOf(cluster)
  const { version, minor } = cluster.kubernetes
  const number = minorNumber(minor)
  const preset = presets[cluster.mirror.preset]
  const imageRepository = imageRepositoryOf(cluster)
  const named = (image: string) =>
    runtime.registries.knowsMirrors(cluster) ? image : throughMirror(image, mirrorLocations(cluster))
  const flannel = flannelImages(cluster.cni.version)
  const { manifest } = cluster.cni
  const pauseImage =
    cluster.mirror.images.pause ??
    `${imageRepository === '' ? defaultRegistry(version, minor) : imageRepository}/pause:${pauseTag(minor)}`
  return {
    ...runtimeValues({ cluster, facts, pauseImage, credentials }),
    runtime: runtime.names,
    formerRuntime: formerRuntime(facts, number),
    enterpriseLinux: plannedLike(facts.os),
    kubeadm: {
      apiVersion: kubeadmApiVersion(minor),
      criSocket: criSocket(runtime.names.socket, number),
      imageRepository,
      dnsImageRepository: dnsImageRepository(imageRepository, version, minor),
      advertiseAddress: advertiseAddress(host, facts),
      nodeIp: nodeIp(cluster, host, facts),
      ownKubelet: ownKubeletPatch(host),
      kubeletConfigMap: kubeletConfigMap(minor),
      cgroupDriverInConfig: number >= 22,
      argumentLists: hasArgumentLists(minor),
      canValidate: number >= 26,
    },
    pauseImage,
    repositories: {
      kubernetes: kubernetesRepository(cluster, facts),
      ...byUnit((one) => (one === runtime ? one.repositories(cluster, facts) : [])),
    },
    packages: {
      ...byUnit((one) => one.packages(cluster, facts)),
      tools: packageManagerOf(facts)?.tools(facts.os) ?? [],
    },
    registryFiles: registryFiles(cluster, credentials, runtime.registries),
    pullSecretData: pullSecretData(cluster, credentials, runtime.registries),
    handlers: handlers(cluster),
    made: marksOf(facts.made),
    former: former(cluster, host, facts),
    nodeSettings: nodeSettings(host),
    kernelParameters: host.kernel?.parameters ?? {},
    proxy: resolveProxy(cluster, host, facts, credentials),
    swapOff: swapOff(cluster),
    cniManifestUrl:
      manifest && 'url' in manifest ? throughFilesMirror(manifest.url, cluster.mirror.files ?? preset.files) : '',
    cniManifestSha256: manifest && 'url' in manifest ? (manifest.sha256 ?? '') : '',
    flannel: {
      version: flannel.version,
      image: named(flannel.image),
      cniPluginImage: named(flannel.cniPluginImage),
      netConf: flannelNetConf(cluster.kubernetes.podSubnet),
    },
    nginxImage: named(NGINX),
  }
}
