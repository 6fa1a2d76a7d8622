import type { RuntimeNames } from '../runtime.ts'

export const names: RuntimeNames = {
  title: 'containerd',
  unit: 'containerd',
  // kubeadm knows it as /var/run/containerd/containerd.sock; /var/run is a link to /run.
  socket: '/run/containerd/containerd.sock',
  scheme: 'containerd',
}

/** Its configuration. */
export const CONFIG_FILE = '/etc/containerd/config.toml'
