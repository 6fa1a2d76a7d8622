import { existsSync, readFileSync } from 'node:fs'
import { join, normalize, isAbsolute } from 'node:path'
import { NodeprepError } from '../errors.ts'
import type { Playbook } from './playbook.ts'

export interface Template {
  readonly file: string
  readonly text: string
}
/** By the `src` that playbooks use. */
export type Templates = ReadonlyMap<string, Template>

function find(src: string, folders: readonly string[]): Template | undefined {
  if (isAbsolute(src) || normalize(src).startsWith('..')) return undefined
  const file = folders.map((folder) => join(folder, src)).find((path) => existsSync(path))
  return file === undefined ? undefined : { file, text: readFileSync(file, 'utf8') }
}

/** Reads every template that the playbook names; the first folder that has it wins. Throws naming all that are missing. */
export function loadTemplates(playbook: Playbook, folders: readonly string[]): Templates {
  const templates = new Map<string, Template>()
  const missing: string[] = []
  for (const { kind, params, source } of playbook.steps) {
    if (kind !== 'template' || typeof params['src'] !== 'string' || templates.has(params['src'])) continue
    const template = find(params['src'], folders)
    if (template) templates.set(params['src'], template)
    else missing.push(`${source.file}:${source.line} no template ${params['src']} in ${folders.join(', ')}`)
  }
  if (missing.length > 0) throw new NodeprepError('invalid-input', missing.join('\n'))
  return templates
}
