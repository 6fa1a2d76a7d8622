import { readFileSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { messageOf, NodeprepError } from '../errors.ts'
import type { PlanFile } from '../plan/plan-file.ts'
import type { FolderFlags, HostFlags } from './flags.ts'

/** The file that `plan --out` writes: the plan, and which inputs it was made of. Paths are relative to the file. */
export interface PlanDocument {
  readonly nodeprep: 'plan'
  readonly version: 1
  readonly inputs: PlanInputs
  readonly plan: PlanFile
}

export interface PlanInputs extends FolderFlags, Pick<HostFlags, 'limit'> {
  /** cluster.yaml. */
  readonly cluster: string
  readonly playbook: string
}

/** Writes a plan that `apply` will be bound by. */
export async function writePlan(file: string, inputs: PlanInputs, plan: PlanFile): Promise<void> {
  const document: PlanDocument = {
    nodeprep: 'plan',
    version: 1,
    inputs: mapPaths(inputs, (path) => relative(dirname(resolve(file)), resolve(path))),
    plan,
  }
  try {
    await writeFileAtomic(file, `${JSON.stringify(document, null, 2)}\n`, { mode: 0o600 })
  } catch (cause) {
    throw new NodeprepError('invalid-input', `the plan cannot be written: ${messageOf(cause)}`, { cause })
  }
}

/** Reads what {@link writePlan} wrote; paths come back as they are from here. Throws `invalid-input`. */
export function readPlan(file: string): PlanDocument {
  const document = parse(file)
  if (typeof document !== 'object' || document === null || !('nodeprep' in document) || !('version' in document))
    throw notAPlan(file, 'it is some other JSON')
  if (document.version !== 1) throw notAPlan(file, 'another version of nodeprep made it')
  const { inputs, ...rest } = document as PlanDocument
  return { ...rest, inputs: mapPaths(inputs, (path) => resolve(dirname(file), path)) }
}

function parse(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw notAPlan(file, messageOf(error))
  }
}

function notAPlan(file: string, why: string): NodeprepError {
  const remedy = 'Make one by `nodeprep plan --out`, or give the cluster.yaml.'
  return new NodeprepError('invalid-input', `${file} is no plan of nodeprep: ${why}`, { remedy })
}

function mapPaths(inputs: PlanInputs, map: (path: string) => string): PlanInputs {
  const folder = (path: string | undefined) => (path === undefined ? undefined : map(path))
  return {
    ...inputs,
    cluster: map(inputs.cluster),
    playbooks: folder(inputs.playbooks),
    templates: folder(inputs.templates),
  }
}
