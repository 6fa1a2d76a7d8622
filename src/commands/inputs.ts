import { resolve } from 'node:path'
import { assetFolder } from '../assets.ts'
import { loadWithNotices } from '../config/load.ts'
import type { Cluster } from '../cluster/cluster.ts'
import type { Notice } from '../yaml/problem.ts'
import type { Templates } from '../playbook/loading/find-templates.ts'
import { loadShipped } from '../playbook/loading/load-shipped.ts'
import type { Playbook } from '../playbook/playbook.ts'
import type { FolderFlags } from './flags.ts'

/** The playbook of `plan` and `apply`: everything from a bare host to a Ready node. */
export const defaultPlaybook = 'cluster'

export interface Inputs {
  readonly cluster: Cluster
  /** What should be said of the cluster.yaml, though it is valid. */
  readonly notices?: readonly Notice[]
  readonly playbook: Playbook
  readonly templates: Templates
}

/** Folders of playbooks, the user's own first. */
export function playbookFolders({ playbooks }: FolderFlags): readonly string[] {
  return [...(playbooks === undefined ? [] : [resolve(playbooks)]), assetFolder('playbooks')]
}

/** Folders of templates, the user's own first. */
export function templateFolders({ templates }: FolderFlags): readonly string[] {
  return [...(templates === undefined ? [] : [resolve(templates)]), assetFolder('templates')]
}

/** Everything that a run reads before it meets a host. Rejects with every mistake of the first file that has any. */
export async function loadInputs(file: string, playbookName: string, flags: FolderFlags): Promise<Inputs> {
  const { cluster, notices } = loadWithNotices(file)
  const folders = { playbooks: playbookFolders(flags), templates: templateFolders(flags) }
  const shipped = loadShipped(playbookName, folders)
  if (shipped) return { cluster, notices, ...shipped }
  const { loadPlaybook } = await import('../playbook/loading/load.ts')
  const { loadTemplates } = await import('../playbook/loading/load-templates.ts')
  const playbook = loadPlaybook(playbookName, folders.playbooks)
  return { cluster, notices, playbook, templates: loadTemplates(playbook, folders.templates) }
}
