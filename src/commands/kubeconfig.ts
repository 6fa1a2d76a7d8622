import writeFileAtomic from 'write-file-atomic'
import type { Cluster } from '../config/cluster.ts'
import { messageOf, NodeprepError } from '../errors.ts'
import { adminKubeconfig, LARGEST_KUBECONFIG } from '../kubernetes/admin-kubeconfig.ts'
import { readFile } from '../program/messages.ts'
import { checkProgram } from '../runner/session/run-program.ts'
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
    const { address, address6 } = source.facts
    const text = adminKubeconfig(await read(set, source.host.name), cluster, [address, address6])
    await writeFileAtomic(file, text, { mode: 0o600 }).catch((cause: unknown) => {
      throw new NodeprepError('invalid-input', `the kubeconfig cannot be written: ${messageOf(cause)}`, { cause })
    })
    io.stderr.write(`Wrote the admin kubeconfig of ${source.host.name} to ${file}\n`)
  } finally {
    await set.close()
  }
}

/** What the host has there, read whole or not at all: it comes as one message, and again after a lost connection. */
async function read(set: HostSet, host: string): Promise<string> {
  const program = sh`np_text=$(head -c ${LARGEST_KUBECONFIG + 1} /etc/kubernetes/admin.conf | base64 | tr -d '\\n')
printf '\\n\\036%s file %s\\n' "$NP_NONCE" "$np_text"`.text
  let text: string | undefined
  await checkProgram(set.session(host), program, (message) => {
    if (message.type === 'event' && message.name === 'file') text = readFile(message.rest, LARGEST_KUBECONFIG)
  })
  if (text !== undefined && text !== '') return text
  throw new NodeprepError('step-failed', `${host}: the admin kubeconfig could not be read`, {
    remedy: `Check that /etc/kubernetes/admin.conf is there and has less than ${LARGEST_KUBECONFIG / 1024} KiB.`,
  })
}
