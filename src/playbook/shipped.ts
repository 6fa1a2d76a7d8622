import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { pathText } from '../yaml/parse.ts'
import type { Entry, Include } from './entry.ts'
import type { PlaybookStep } from './playbook.ts'

/** An entry of a playbook that the package ships, read and checked when the package was built. */
export interface ShippedEntry {
  readonly step?: Omit<PlaybookStep, 'source'>
  readonly include?: Include
  readonly when: readonly string[]
  readonly line: number
  readonly column: number
}

export interface ShippedPlaybook {
  readonly name: string
  readonly description: string
  readonly entries: readonly ShippedEntry[]
}

/**
 * What the build makes of the playbooks and templates that the package ships, by the digest of their text: a file that
 * was changed since, or is somebody else's, is read as every other one.
 */
export interface Shipped {
  readonly playbooks: Readonly<Record<string, ShippedPlaybook>>
  /** Digests of templates that are in order. */
  readonly templates: readonly string[]
  /** Handlebars' trees by the digest of their text, as JSON: a run needs few of them. */
  readonly trees: Readonly<Record<string, string>>
}

/** The key of a text in {@link Shipped}. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22)
}

let known: Shipped | undefined

function shipped(): Shipped {
  try {
    known ??= JSON.parse(readFileSync(new URL('shipped.json', import.meta.url), 'utf8')) as Shipped
  } catch {
    // Sources that run without a build have none.
    known = { playbooks: {}, templates: [], trees: {} }
  }
  return known
}

/** A playbook as the build has read it, or undefined for any other text. */
export function shippedPlaybook(
  text: string,
  file: string,
): { name: string; description: string; entries: readonly Entry[] } | undefined {
  const { playbooks } = shipped()
  const found = playbooks[digestOf(text)]
  if (!found) return undefined
  const { name, description } = found
  return { name, description, entries: found.entries.map((entry, i) => revived(entry, i, file)) }
}

function revived({ step, include, when, line, column }: ShippedEntry, index: number, file: string): Entry {
  const source = { file, line, column }
  return {
    ...(step && { step: { ...step, source } }),
    ...(include !== undefined && { include }),
    when,
    problem: (key, message, hint = '') => ({ ...source, path: pathText(['steps', index, ...key]), message, hint }),
  }
}

/** True for the text of a template that the build has checked. */
export function isShippedTemplate(text: string): boolean {
  return shipped().templates.includes(digestOf(text))
}

/** Handlebars' tree of a template that the build has parsed. */
export function shippedTree(text: string): hbs.AST.Program | undefined {
  const tree = shipped().trees[digestOf(text)]
  return tree === undefined ? undefined : (JSON.parse(tree) as hbs.AST.Program)
}
