import { runtimes } from './runtimes.ts'
import type { RuntimeNames } from './runtime.ts'

/** The runtime behind a kubelet's socket; dockershim has none of its own. Another one is called by the socket itself. */
export function runtimeAt(socket: string): Pick<RuntimeNames, 'title' | 'socket' | 'scheme'> {
  const path = socket.replace(/^unix:\/\//, '')
  const known = Object.values(runtimes).find(({ names }) => baseName(names.socket) === baseName(path))
  if (known) return known.names
  if (path === 'docker' || baseName(path) === 'dockershim.sock')
    return { title: 'Docker', socket: '/var/run/dockershim.sock', scheme: 'docker' }
  return { title: baseName(path) === 'cri-dockerd.sock' ? 'cri-dockerd' : path, socket: path, scheme: 'docker' }
}

const baseName = (path: string) => path.slice(path.lastIndexOf('/') + 1)
