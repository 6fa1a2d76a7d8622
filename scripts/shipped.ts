import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Problem } from '../src/config/problem.ts'
import { readPlaybook } from '../src/playbook/load-include.ts'
import { playbookKinds } from '../src/playbook/load.ts'
import { parseTemplate } from '../src/playbook/parse-template.ts'
import { checkTemplate } from '../src/playbook/check-template.ts'
import { digestOf, type Shipped, type ShippedPlaybook } from '../src/playbook/shipped.ts'

/** Reads and checks all that the package ships in playbooks/ and templates/. Throws for what is not in order. */
export function readShipped(root: string): Shipped {
  const problems: Problem[] = []
  const playbooks: Record<string, ShippedPlaybook> = {}
  const trees: Record<string, string> = {}
  const sources = new Set<string>()
  for (const playbook of readdirSync(join(root, 'playbooks')).sort()) {
    const file = join(root, 'playbooks', playbook)
    const text = readFileSync(file, 'utf8')
    const { name, description, entries } = readPlaybook(text, file, { kinds: playbookKinds, problems })
    playbooks[digestOf(text)] = {
      ...{ name, description },
      entries: entries.map(({ step, include, when, problem }) => {
        const { line, column } = problem([], '')
        const { source: _, ...rest } = step ?? { source: undefined }
        return {
          ...(step && { step: rest as typeof step }),
          ...(include !== undefined && { include }),
          when,
          line,
          column,
        }
      }),
    }
    for (const string of stringsOf(entries)) addTree(trees, string)
    for (const { step } of entries) {
      const src = step?.kind === 'template' ? step.params['src'] : undefined
      if (typeof src !== 'string') continue
      sources.add(src)
      const template = readFileSync(join(root, 'templates', src), 'utf8')
      for (const { line, message } of checkTemplate(template, step?.each !== undefined))
        throw new Error(`templates/${src}:${line}: ${message}`)
    }
  }
  const templates = [...sources].sort().map((src) => {
    const text = readFileSync(join(root, 'templates', src), 'utf8')
    addTree(trees, text)
    return digestOf(text)
  })
  const [first] = problems
  if (first) throw new Error(`${first.file}:${first.line}: ${first.message}`)
  return { playbooks, templates, trees }
}

function stringsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsOf) : []
}

function addTree(trees: Record<string, string>, text: string): void {
  if (text.includes('{{')) trees[digestOf(text)] = JSON.stringify(parseTemplate(text), lean)
}

/** Of a place only what messages tell. */
function lean(key: string, value: unknown): unknown {
  if (key === 'source') return undefined
  if (key === 'end' || key === 'strip' || key === 'openStrip' || key === 'closeStrip' || key === 'inverseStrip')
    return undefined
  return value
}
