import { YAMLException } from 'js-yaml'
import * as z from 'zod'
import type { KubeadmDocument } from '../cluster/cluster.ts'
import { NodeprepError } from '../errors.ts'
import type { Context } from '../playbook/context.ts'
import type { Templates } from '../playbook/loading/find-templates.ts'
import { mergeDocuments } from '../playbook/merge-documents.ts'
import type { PlaybookStep } from '../playbook/playbook.ts'
import { isLiteral } from '../playbook/literal-keys.ts'
import { renderCondition, renderString, renderValue } from '../playbook/templates/template.ts'
import { stepKinds } from '../steps/index.ts'
import type { PlannedStep } from './plan.ts'
import { placeText, type Source } from '../playbook/source.ts'

function holds(step: PlaybookStep, context: Context): boolean {
  return step.when.every((when) => renderCondition(when, context, step.source, `step ${step.id}: when`))
}

/** Names of values: they become names of files on the hosts. */
function names(templates: readonly string[], context: Context, source: Source): readonly string[] {
  const all = templates.flatMap((template) => renderString(template, context, source).split(/\s+/)).filter(Boolean)
  const wrong = all.find((name) => !/^[A-Za-z0-9][\w.-]{0,299}$/.test(name))
  if (wrong === undefined) return all
  throw mistake(source, `${JSON.stringify(wrong.slice(0, 60))} is not a valid value name: use letters, digits and ._-`)
}

/** `template` is a `file` whose content comes from a file of templates/. */
function asFile(params: Readonly<Record<string, unknown>>, context: Context, templates: Templates, source: Source) {
  const { src, dest, documents, ...rest } = params as {
    src: string
    dest: unknown
    documents?: readonly string[]
    [key: string]: unknown
  }
  const template = templates.get(src)
  if (!template) throw mistake(source, `no template ${src}`)
  const text = renderString(template.text, context, { file: template.file, line: 1 })
  const wanted = context.cluster.documents.filter(({ kind }) => documents?.includes(kind))
  const content = documents ? merged(text, wanted, template.file) : text
  return { path: dest, content: content.endsWith('\n') ? content : `${content}\n`, ...rest }
}

/** What a template makes of the documents for kubeadm has to be YAML. */
function merged(text: string, wanted: readonly KubeadmDocument[], file: string): string {
  try {
    return mergeDocuments(text, wanted)
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error
    throw mistake({ file, line: 1, column: 1 }, `what this template makes is not YAML: ${error.reason}`)
  }
}

function rendered(step: PlaybookStep, context: Context, templates: Templates): [kind: string, params: unknown] {
  const params = Object.fromEntries(
    Object.entries(step.params).map(([key, value]) => [
      key,
      isLiteral(step.kind, key) ? value : renderValue(value, context, step.source),
    ]),
  )
  return step.kind === 'template' ? ['file', asFile(params, context, templates, step.source)] : [step.kind, params]
}

/** Fills one playbook entry in for one host and validates what came out. Throws a NodeprepError with file:line. */
export function planStep(step: PlaybookStep, context: Context, templates: Templates): PlannedStep {
  const { id, sensitive, source } = step
  const common = { id, sensitive, source, owes: [] }
  if (!holds(step, context))
    return { ...common, kind: step.kind, title: id, params: {}, awaits: [], provides: [], skipped: true }
  const [kindName, params] = rendered(step, context, templates)
  const kind = stepKinds.get(kindName)
  if (!kind) throw mistake(source, `step ${id}: no such step kind: ${kindName}`)
  const checked = kind.params.safeParse(params)
  if (!checked.success) throw mistake(source, `step ${id}: ${z.prettifyError(checked.error).replaceAll('\n', ' ')}`)
  return {
    ...common,
    kind: kindName,
    title: kind.title(checked.data),
    params: checked.data,
    awaits: names(step.awaits, context, source),
    provides: names(step.provides, context, source),
    ...(step.collect && { collect: names(step.collect, context, source) }),
    skipped: false,
  }
}

/** A NodeprepError about an entry of a playbook. */
export function mistake(source: Source, message: string): NodeprepError {
  return new NodeprepError('invalid-input', `${placeText(source)} ${message}`)
}
