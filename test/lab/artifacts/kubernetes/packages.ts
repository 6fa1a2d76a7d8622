import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from '../../run.ts'
import { buildGo, goPiece } from '../go.ts'
import { keysPiece } from '../keys.ts'
import { indexApt } from '../packages/apt-repository.ts'
import { buildDeb, type Deb } from '../packages/deb.ts'
import { indexRpms } from '../packages/rpm-repository.ts'
import { buildRpm, type Rpm } from '../packages/rpm.ts'
import { filesOf, type Files } from '../packages/tree.ts'
import { definePiece } from '../piece.ts'
import { fetchDebs } from '../private-apt.ts'
import { kubeadmDropIn, kubeletScripts, kubeletUnit, manifestsFolder, reloadScripts } from './kubelet-files.ts'
import { kubernetesPrograms, kubernetesSource, kubernetesVersion as version } from './kubernetes.ts'

/**
 * The Kubernetes packages, laid out and named as the legacy repositories have them and its mirrors still do:
 * kubernetes/apt and kubernetes/yum.
 */
export const kubernetesPackages = definePiece({
  name: 'kubernetes-packages',
  recipe: ['kubernetes/packages.ts', 'kubernetes/kubelet-files.ts', 'packages', 'crictl'],
  needs: { programs: kubernetesPrograms, source: kubernetesSource, go: goPiece, keys: keysPiece },
  build: async (out, { programs, source, go, keys }) => {
    const work = await mkdtemp(join(tmpdir(), 'lab-kubernetes-'))
    try {
      await buildGo(go, 'crictl', join(work, 'crictl'), join(source, 'vendor'))
      await fetchDebs('bullseye', ['containernetworking-plugins'], work)
      for (const name of await readdir(work))
        if (name.endsWith('.deb')) await run('dpkg', ['-x', join(work, name), join(work, 'cni')])
      const plugins = await filesOf(join(work, 'cni/usr/lib/cni'), '/opt/cni/bin')
      const executable = Object.fromEntries(
        Object.entries(plugins).map(([path, entry]) => [path, { ...entry, mode: 0o755 }]),
      )
      const files: Programs = { programs, crictl: join(work, 'crictl'), plugins: executable }

      const apt = join(out, 'apt')
      for (const deb of debs(files)) await buildDeb(deb, join(apt, 'pool'))
      const suite = 'kubernetes-xenial'
      await indexApt(
        { root: apt, pool: 'pool', dist: `dists/${suite}`, fields: { Suite: suite, Codename: suite } },
        keys,
        'kubernetes',
      )
      await placeKey(keys, join(apt, 'doc'), ['apt-key.gpg'])

      const yum = join(out, 'yum/repos/kubernetes-el7-x86_64')
      for (const rpm of rpms(files)) await buildRpm(rpm, yum)
      await indexRpms(yum, keys, 'kubernetes')
      await placeKey(keys, join(out, 'yum/doc'), ['rpm-package-key.gpg', 'yum-key.gpg'])
    } finally {
      await rm(work, { recursive: true })
    }
  },
})

interface Programs {
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

function debs({ programs, crictl, plugins }: Programs): Deb[] {
  const program = (name: string): Files => ({ [`/usr/bin/${name}`]: { from: join(programs, name) } })
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
    { name: 'kubernetes-cni', version: '0.8.7-00', summary: 'Kubernetes CNI', files: plugins },
    {
      name: 'cri-tools',
      version: '1.13.0-01',
      summary: "lab's stand-in for crictl",
      files: { '/usr/bin/crictl': { from: crictl } },
    },
    ...decoys.map((each) => ({ ...each, version: '1.20.3-00' })),
  ]
}

function rpms({ programs, crictl, plugins }: Programs): Rpm[] {
  const program = (name: string): Files => ({ [`/usr/bin/${name}`]: { from: join(programs, name) } })
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
    ...decoys.map((each) => ({ ...each, version: '1.20.3', release: '0' })),
  ]
}

async function placeKey(keys: string, folder: string, names: readonly string[]): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const name of names) await run('cp', [join(keys, 'kubernetes.asc'), join(folder, name)])
}
