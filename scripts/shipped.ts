import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Problem } from '../src/yaml/problem.ts'
import { checkTemplate } from '../src/playbook/templates/check-template.ts'
import type { Entry } from '../src/playbook/entry.ts'
import { playbookKinds } from '../src/playbook/loading/load.ts'
import { namesIn } from '../src/playbook/loading/names-in.ts'
import { parseTemplate } from '../src/playbook/templates/parse-template.ts'
import type { PlaybookStep } from '../src/playbook/playbook.ts'
import { readPlaybook } from '../src/playbook/loading/read-playbook.ts'
import { digestOf, type Shipped, type ShippedEntry, type ShippedPlaybook } from '../src/playbook/shipped.ts'

/** Reads and checks all that the package ships in playbooks/ and templates/. Throws for what is not in order. */
export function readShipped(root: string): Shipped {
  const problems: Problem[] = []
  const playbooks: Record<string, ShippedPlaybook> = {}
  const trees: Record<string, string> = {}
  const templates = new Set<string>()
  for (const name of namesIn([join(root, 'playbooks')], 'Playbook')) {
    const file = join(root, 'playbooks', `${name}.yaml`)
    const text = readFileSync(file, 'utf8')
    const { entries, ...metadata } = readPlaybook(text, file, problems, playbookKinds)
    playbooks[digestOf(text)] = { ...metadata, entries: entries.map(shippedEntry) }
    for (const string of stringsOf(entries)) addTree(trees, string)
    for (const { step } of entries) {
      const src = step?.kind === 'template' ? step.params['src'] : undefined
      if (typeof src !== 'string') continue
      const template = readFileSync(join(root, 'templates', src), 'utf8')
      for (const { line, message } of checkTemplate(template, step?.each !== undefined))
        throw new Error(`templates/${src}:${line}: ${message}`)
      addTree(trees, template)
      templates.add(digestOf(template))
    }
  }
  const [first] = problems
  if (first) throw new Error(`${first.file}:${first.line}: ${first.message}`)
  return { playbooks, templates: [...templates], trees }
}

function shippedEntry({ step, include, when, problem }: Entry): ShippedEntry {
  const { line, column } = problem([], '')
  return { ...(step && { step: withoutSource(step) }), ...(include !== undefined && { include }), when, line, column }
}

function withoutSource({ source: _source, ...step }: PlaybookStep): Omit<PlaybookStep, 'source'> {
  return step
}

function stringsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsOf) : []
}

function addTree(trees: Record<string, string>, text: string): void {
  if (text.includes('{{')) trees[digestOf(text)] = JSON.stringify(parseTemplate(text), lean)
}

/** What neither rendering nor a message needs of a tree. */
const UNUSED = new Set(['source', 'end', 'strip', 'openStrip', 'closeStrip', 'inverseStrip'])

function lean(key: string, value: unknown): unknown {
  return UNUSED.has(key) ? undefined : value
}
