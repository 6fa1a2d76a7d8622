import { join } from 'node:path'
import type { Deb } from '../packages/deb.ts'
import type { Rpm } from '../packages/rpm.ts'
import type { Files } from '../packages/tree.ts'
import { kubeadmDropIn, kubeletScripts, kubeletUnit, manifestsFolder, reloadScripts } from './kubelet-files.ts'
import { kubernetesVersion, nextKubernetesVersion } from './kubernetes.ts'

/** What the packages are filled with: folders and files on this machine. */
export interface Programs {
  readonly programs: string
  readonly crictl: string
  readonly plugins: Files
}

/** A newer patch release that holds nothing: a host that was told a version and has this one was not listened to. */
const decoy = (name: string): { name: string; summary: string; files: Files } => ({
  name,
  summary: `empty newer ${name} of the lab, never to be installed`,
  files: { [`/usr/share/doc/${name}/decoy`]: { text: 'not to be installed\n' } },
})

const decoys = ['kubelet', 'kubeadm', 'kubectl'].map(decoy)

/** Both versions, and the folder of each one's programs. */
const versions = (programs: string): readonly (readonly [string, string])[] => [
  [kubernetesVersion, programs],
  [nextKubernetesVersion, join(programs, 'next')],
]

const programIn =
  (folder: string) =>
  (name: string): Files => ({ [`/usr/bin/${name}`]: { from: join(folder, name) } })

/** The packages as the legacy apt repository had them. */
export function kubernetesDebs({ programs, crictl, plugins }: Programs): Deb[] {
  return [
    ...versions(programs).flatMap(([version, folder]) => coreDebs(version, folder)),
    { name: 'kubernetes-cni', version: '0.8.7-00', summary: 'Kubernetes CNI', files: plugins },
    {
      name: 'cri-tools',
      version: '1.13.0-01',
      summary: "lab's stand-in for crictl",
      files: { '/usr/bin/crictl': { from: crictl } },
    },
    ...decoys.map((each) => ({ ...each, version: '1.20.4-00' })),
  ]
}

function coreDebs(version: string, folder: string): Deb[] {
  const program = programIn(folder)
  const tools = ['iptables', 'iproute2', 'socat', 'util-linux', 'mount', 'ebtables', 'ethtool', 'conntrack']
  const core = { version: `${version}-00` }
  const dropIn = { '/etc/systemd/system/kubelet.service.d/10-kubeadm.conf': kubeadmDropIn('/etc/default/kubelet') }
  const unit = { '/lib/systemd/system/kubelet.service': kubeletUnit, ...manifestsFolder }
  const siblings = ['kubelet (>= 1.13.0)', 'kubectl (>= 1.13.0)', 'kubernetes-cni (>= 0.8.6)', 'cri-tools (>= 1.13.0)']
  return [
    {
      ...{
        ...core,
        name: 'kubelet',
        summary: 'Kubernetes Node Agent',
        depends: [...tools, 'kubernetes-cni (>= 0.8.7)'],
      },
      ...{ files: { ...program('kubelet'), ...unit }, scripts: kubeletScripts },
    },
    {
      ...{ ...core, name: 'kubeadm', summary: 'Kubernetes Cluster Bootstrapping Tool', depends: siblings },
      ...{ files: { ...program('kubeadm'), ...dropIn }, scripts: reloadScripts },
    },
    { ...core, name: 'kubectl', summary: 'Kubernetes Command Line Tool', files: program('kubectl') },
  ]
}

/** The packages as the legacy yum repository had them. */
export function kubernetesRpms({ programs, crictl, plugins }: Programs): Rpm[] {
  return [
    ...versions(programs).flatMap(([version, folder]) => coreRpms(version, folder)),
    {
      name: 'kubernetes-cni',
      version: '0.8.7',
      release: '0',
      summary: 'Container networking plugins',
      files: plugins,
      requires: ['kubelet'],
    },
    {
      ...{ name: 'cri-tools', version: '1.13.0', release: '0', summary: "Lab's stand-in for crictl" },
      files: { '/usr/bin/crictl': { from: crictl } },
    },
    ...decoys.map((each) => ({ ...each, version: '1.20.4', release: '0' })),
  ]
}

function coreRpms(version: string, folder: string): Rpm[] {
  const program = programIn(folder)
  const core = { version, release: '0' }
  const tools = ['iptables >= 1.4.21', 'conntrack', 'ebtables', 'ethtool', 'iproute', 'socat', 'util-linux']
  const environment = '/etc/sysconfig/kubelet'
  const unit: Files = {
    '/usr/lib/systemd/system/kubelet.service': kubeletUnit,
    [environment]: { text: 'KUBELET_EXTRA_ARGS=\n' },
    ...manifestsFolder,
  }
  const dropIn = { '/usr/lib/systemd/system/kubelet.service.d/10-kubeadm.conf': kubeadmDropIn(environment) }
  const siblings = ['kubelet >= 1.13.0', 'kubectl >= 1.13.0', 'kubernetes-cni >= 0.8.6', 'cri-tools >= 1.13.0']
  return [
    {
      ...{ ...core, name: 'kubelet', summary: 'Container cluster management' },
      ...{ requires: [...tools, 'kubernetes-cni >= 0.8.7'], files: { ...program('kubelet'), ...unit } },
    },
    {
      ...{ ...core, name: 'kubeadm', summary: 'Command-line utility for administering a Kubernetes cluster' },
      ...{ requires: siblings, files: { ...program('kubeadm'), ...dropIn } },
    },
    {
      ...core,
      name: 'kubectl',
      summary: 'Command-line utility for interacting with a Kubernetes cluster',
      files: program('kubectl'),
    },
  ]
}
