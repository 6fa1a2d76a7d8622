import { dirname, relative, resolve } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import * as z from 'zod'
import { MAX_JSON_SIZE, parseJson } from '../validation/parse-json.ts'
import { readText } from '../yaml/read-text.ts'
import { path } from '../config/schema/fields.ts'
import { DNS_NAME } from '../notation/dns-name.ts'
import { say } from '../validation/say.ts'
import { messageOf, NodeprepError } from '../errors.ts'
import type { OptionValues } from '../operation/operation.ts'
import type { PlanFile } from './plan-file.ts'
import { planFileSchema } from './plan-schema.ts'
import type { ExitCode } from '../report/exit-code.ts'

/** The file that `plan --out` writes: the plan, and which inputs it was made of. Paths are relative to the file. */
export interface PlanDocument {
  readonly nodeprep: 'plan'
  readonly version: 1
  readonly inputs: PlanInputs
  readonly plan: PlanFile
}

/** The flags by which a plan is made again. */
export interface SelectingFlags {
  readonly limit?: readonly string[] | undefined
  /** Of an operation: the hosts of which nothing was asked. */
  readonly dead?: readonly string[] | undefined
  readonly playbooks?: string | undefined
  readonly templates?: string | undefined
}

export interface PlanInputs extends SelectingFlags {
  /** cluster.yaml. */
  readonly cluster: string
  /** Name of the playbook, or of the operation. */
  readonly playbook: string
  /** Of an operation: the values of all its options. */
  readonly options?: OptionValues | undefined
}

const NOT_A_PLAN = say('not a plan of nodeprep', 'make one by nodeprep plan --out, or give the cluster.yaml')

/** A plan names the files it was made of, wherever they are; a playbook only by its name. */
const documentSchema = z.strictObject({
  nodeprep: z.literal('plan', NOT_A_PLAN),
  version: z.literal(1, say('another version of nodeprep made it', 'make the plan again')),
  inputs: z.strictObject({
    cluster: path().describe('cluster.yaml, relative to the plan.'),
    playbook: z
      .string()
      .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, say('not the name of a playbook', 'make the plan again'))
      .describe('Name of the playbook or operation.'),
    options: z
      .record(z.string(), z.union([z.boolean(), z.number(), z.string()]))
      .optional()
      .describe('Options of the operation.'),
    limit: z.array(z.string()).optional(),
    dead: z.array(z.string().regex(DNS_NAME)).optional(),
    playbooks: path().optional(),
    templates: path().optional(),
  }),
  plan: planFileSchema,
})

/** Those flags as words of a command line. */
export function wordsOf({ limit, dead, playbooks, templates }: SelectingFlags): readonly string[] {
  return [
    ...(limit === undefined ? [] : ['--limit', limit.join(',')]),
    ...(dead === undefined ? [] : ['--dead', dead.join(',')]),
    ...(playbooks === undefined ? [] : ['--playbooks', playbooks]),
    ...(templates === undefined ? [] : ['--templates', templates]),
  ]
}

/** Writes the plan of a run to the file of --out, if that was given and every host could be planned. */
export async function keepPlan(
  { exitCode, planFile }: { readonly exitCode: ExitCode; readonly planFile: PlanFile | undefined },
  { out, limit, dead, playbooks, templates }: SelectingFlags & { readonly out?: string | undefined },
  inputs: Omit<PlanInputs, keyof SelectingFlags>,
): Promise<void> {
  if (out === undefined || planFile === undefined || (exitCode !== 0 && exitCode !== 4)) return
  await writePlan(out, { ...inputs, limit, dead, playbooks, templates }, planFile)
}

/** Writes a plan that `apply` will be bound by. */
async function writePlan(file: string, inputs: PlanInputs, plan: PlanFile): Promise<void> {
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
  return parsePlan(readText(file, MAX_JSON_SIZE), file)
}

/** The pure part of {@link readPlan}. */
export function parsePlan(text: string, file: string): PlanDocument {
  const { inputs, ...rest } = parseJson(text, file, documentSchema)
  return { ...rest, inputs: mapPaths(inputs, (path) => resolve(dirname(file), path)) }
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
