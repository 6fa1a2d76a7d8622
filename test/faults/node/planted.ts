import type { HostKind } from '../../lab/tree/recipes.ts'

/** Files of a user's that stand where nodeprep comes to write: their former content must be found again after any fault. */
const common: Readonly<Record<string, string>> = {
  '/etc/crictl.yaml': 'runtime-endpoint: unix:///run/containerd/containerd.sock\n',
  '/etc/sysctl.d/99-zz-nodeprep.conf': '# mine\nnet.ipv4.ip_forward = 0\n',
  '/etc/fstab': '# mine\n/swapfile none swap sw,noauto 0 0\n',
  '/etc/modules-load.d/nodeprep-overlay.conf': '# mine\n',
  '/etc/containers/registries.conf': 'unqualified-search-registries = ["docker.io"]\n',
  '/etc/containers/registries.conf.d/20-nodeprep.conf': '# mine\n',
  '/etc/crio/crio.conf.d/20-nodeprep.conf': '# mine\n',
  '/etc/systemd/system/kubelet.service.d/20-nodeprep.conf': '# mine\n',
}

export function plantedFiles(kind: HostKind): Readonly<Record<string, string>> {
  return kind === 'centos' ? { ...common, '/etc/yum.repos.d/nodeprep-kubernetes.repo': '# mine\n' } : common
}

/** What a reader in a loop watches: everything above and what nodeprep makes anew. */
export function watchedFiles(kind: HostKind): readonly string[] {
  const made = ['/etc/modules-load.d/nodeprep-br_netfilter.conf']
  const sources =
    kind === 'centos'
      ? ['/etc/yum.repos.d/nodeprep-cri-o.repo', '/etc/selinux/config']
      : ['cri-o', 'kubernetes'].flatMap((name) => [
          `/etc/apt/sources.list.d/nodeprep-${name}.list`,
          `/etc/apt/keyrings/nodeprep-${name}.asc`,
        ])
  return [...Object.keys(plantedFiles(kind)), ...made, ...sources]
}
