import writeFileAtomic from 'write-file-atomic'
import type { Cluster } from '../cluster/cluster.ts'
import { messageOf, NodeprepError } from '../errors.ts'
import { adminKubeconfig } from '../kubernetes/admin-kubeconfig.ts'
import type { HostPlan } from '../plan/plan.ts'
import { loadPlaybook } from '../playbook/loading/load.ts'
import type { Playbook } from '../playbook/playbook.ts'
import { playbookFolders } from './inputs.ts'
import type { FolderFlags } from './flags.ts'
import type { Io } from './io.ts'

/** The kubeconfig that a run collects, and the control plane that it comes from. */
export interface Collected {
  readonly from: Pick<HostPlan, 'host' | 'facts'>
  readonly text: string
}

/** The same playbook with the step at its end that gives the admin kubeconfig as the value `kubeconfig`. */
export function withKubeconfig(playbook: Playbook, flags: FolderFlags): Playbook {
  const { steps } = loadPlaybook('fetch-kubeconfig', playbookFolders(flags))
  return { ...playbook, steps: [...playbook.steps, ...steps] }
}

/** Writes the admin kubeconfig, rebuilt from what was checked, into a file that only its owner can read. */
export async function saveKubeconfig(io: Io, cluster: Cluster, file: string, found?: Collected): Promise<void> {
  if (found === undefined) throw new NodeprepError('step-failed', 'no control plane has an admin kubeconfig yet')
  const { host, facts } = found.from
  const text = adminKubeconfig(found.text, cluster, [facts.address, facts.address6])
  await writeFileAtomic(file, text, { mode: 0o600 }).catch((cause: unknown) => {
    throw new NodeprepError('invalid-input', `the kubeconfig cannot be written: ${messageOf(cause)}`, { cause })
  })
  io.stderr.write(`Wrote the admin kubeconfig of ${host} to ${file}\n`)
}
