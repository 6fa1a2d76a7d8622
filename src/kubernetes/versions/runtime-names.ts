export type RuntimeKind = 'cri-o' | 'containerd'

/** What the outside sees of a container runtime. */
export interface RuntimeNames {
  /** As people write it. */
  readonly title: string
  /** Name of its systemd unit. */
  readonly unit: string
  readonly socket: string
  /** How a node's status begins to name it: `cri-o://1.36.2`. */
  readonly scheme: string
}

export const runtimeNames: Readonly<Record<RuntimeKind, RuntimeNames>> = {
  'cri-o': { title: 'CRI-O', unit: 'crio', socket: '/var/run/crio/crio.sock', scheme: 'cri-o' },
  // kubeadm knows it as /var/run/containerd/containerd.sock; /var/run is a link to /run.
  containerd: {
    title: 'containerd',
    unit: 'containerd',
    socket: '/run/containerd/containerd.sock',
    scheme: 'containerd',
  },
}

/** The runtime behind a kubelet's socket; dockershim has none of its own. Another one is called by the socket itself. */
export function runtimeAt(socket: string): Pick<RuntimeNames, 'title' | 'socket' | 'scheme'> {
  const path = socket.replace(/^unix:\/\//, '')
  const known = Object.values(runtimeNames).find((names) => baseName(names.socket) === baseName(path))
  if (known) return known
  if (path === 'docker' || baseName(path) === 'dockershim.sock')
    return { title: 'Docker', socket: '/var/run/dockershim.sock', scheme: 'docker' }
  return { title: baseName(path) === 'cri-dockerd.sock' ? 'cri-dockerd' : path, socket: path, scheme: 'docker' }
}

const baseName = (path: string) => path.slice(path.lastIndexOf('/') + 1)
