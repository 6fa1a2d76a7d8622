import writeFileAtomic from 'write-file-atomic'
import type { Cluster } from '../config/cluster.ts'
import { messageOf, NodeprepError } from '../errors.ts'
import { checkProgram } from '../runner/run-program.ts'
import type { HostSet } from '../runner/host-set.ts'
import { sh } from '../shell/sh.ts'
import type { HostFlags } from './flags.ts'
import { connections } from './gather.ts'
import type { Io } from './io.ts'

/** Fetches the admin kubeconfig from the first control plane that has one into a file only its owner can read. */
export async function fetchKubeconfig(io: Io, cluster: Cluster, file: string, flags: HostFlags): Promise<void> {
  const controlPlanes = cluster.hosts.filter(({ role }) => role === 'control-plane').map(({ name }) => name)
  const set = connections(io, cluster, flags)
  try {
    const found = await set.connect(controlPlanes, false)
    if (io.signal.aborted) throw new NodeprepError('interrupted', 'interrupted before the kubeconfig was fetched')
    const source = found.find(({ facts }) => facts.kubernetes.state === 'control-plane')
    if (source === undefined) throw new NodeprepError('step-failed', 'no control plane has an admin kubeconfig yet')
    const text = await read(set, source.host.name)
    await writeFileAtomic(file, text, { mode: 0o600 }).catch((cause: unknown) => {
      throw new NodeprepError('invalid-input', `the kubeconfig cannot be written: ${messageOf(cause)}`, { cause })
    })
    io.stderr.write(`Wrote the admin kubeconfig of ${source.host.name} to ${file}\n`)
  } finally {
    await set.close()
  }
}

async function read(set: HostSet, host: string): Promise<string> {
  // Begins as every program does: after a lost connection it is read again from its beginning.
  const program = sh`printf '\\n\\036%s begin\\n' "$NP_NONCE"; cat /etc/kubernetes/admin.conf`.text
  let text = ''
  await checkProgram(set.session(host), program, (message) => {
    if (message.type === 'text') text += message.text
    else if (message.name === 'begin') text = ''
  })
  if (text.includes('apiVersion:')) return text
  throw new NodeprepError('step-failed', `${host}: the admin kubeconfig could not be read`)
}
