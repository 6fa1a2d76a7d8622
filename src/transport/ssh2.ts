import type { NodeSSH } from 'node-ssh'
import type ssh2 from 'ssh2'

/** The two modules, which take 40 ms to load and are therefore loaded while the first packet is on its way. */
export interface Ssh2 {
  readonly NodeSSH: typeof NodeSSH
  readonly ssh2: typeof ssh2
}

let loading: Promise<Ssh2> | undefined

/** Loads node-ssh and ssh2, once. Call it early to have it ready. */
export function loadSsh2(): Promise<Ssh2> {
  loading ??= Promise.all([import('node-ssh'), import('ssh2')]).then(([nodeSsh, { default: ssh2 }]) => ({
    NodeSSH: nodeSsh.NodeSSH,
    ssh2,
  }))
  return loading
}
