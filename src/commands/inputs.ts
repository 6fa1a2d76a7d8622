import { resolve } from 'node:path'
import { assetFolder } from '../assets.ts'
import { loadWithNotices } from '../config/load.ts'
import type { Cluster } from '../config/cluster.ts'
import type { Notice } from '../yaml/problem.ts'
import { loadPlaybook } from '../playbook/loading/load.ts'
import { loadTemplates, type Templates } from '../playbook/loading/load-templates.ts'
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

/** Everything that a run reads before it meets a host. Throws with every mistake of the first file that has any. */
export function loadInputs(file: string, playbookName: string, flags: FolderFlags): Inputs {
  const { cluster, notices } = loadWithNotices(file)
  const playbook = loadPlaybook(playbookName, playbookFolders(flags))
  return { cluster, notices, playbook, templates: loadTemplates(playbook, templateFolders(flags)) }
}
