import type { Problem } from './problem.ts'

/** A value of a YAML file that still knows where it was written. */
export type YamlNode = YamlScalar | YamlSequence | YamlMapping

interface YamlBase {
  readonly start: number
  /** Nodes in it, itself and those behind aliases included. */
  readonly size: number
  /** Characters of all text in it, counted alike. */
  readonly length: number
  /** Something is wrong with it that was said already. */
  readonly broken: boolean
}

export interface YamlScalar extends YamlBase {
  readonly kind: 'scalar'
  readonly value: string | number | boolean | null
  /** As written, quotes and escapes undone: `1.30` stays `1.30`. */
  readonly text: string
  /** Where the text itself begins: after the quote, or on the line after `|`. */
  readonly textStart: number
}

export interface YamlSequence extends YamlBase {
  readonly kind: 'sequence'
  readonly items: readonly YamlNode[]
}

export interface YamlMapping extends YamlBase {
  readonly kind: 'mapping'
  readonly entries: readonly YamlEntry[]
}

export interface YamlEntry {
  readonly key: string
  readonly keyStart: number
  readonly value: YamlNode
}

export type Path = readonly PropertyKey[]

/** The plain value. Numbers among `texts` become the text they were written as. */
export function toValue(node: YamlNode, texts?: ReadonlySet<YamlNode>): unknown {
  if (node.kind === 'scalar') return texts?.has(node) === true ? node.text : node.value
  if (node.kind === 'sequence') return node.items.map((item) => toValue(item, texts))
  return Object.fromEntries(node.entries.map(({ key, value }) => [key, toValue(value, texts)]))
}

function child(node: YamlNode, key: PropertyKey): { node: YamlNode; keyStart?: number } | undefined {
  if (node.kind === 'sequence') {
    const item = node.items[Number(key)]
    return item && { node: item }
  }
  if (node.kind !== 'mapping') return undefined
  const entry = node.entries.find((candidate) => candidate.key === key)
  return entry && { node: entry.value, keyStart: entry.keyStart }
}

/** What is written at a path, if anything is. */
export function nodeAt(root: YamlNode, path: Path): YamlNode | undefined {
  return path.reduce<YamlNode | undefined>((node, key) => node && child(node, key)?.node, root)
}

/** The text of a scalar that is not null. */
export function textAt(root: YamlNode, path: Path): string | undefined {
  const node = nodeAt(root, path)
  return node?.kind === 'scalar' && node.value !== null ? node.text : undefined
}

/** Offset to point at for a path: the value, the key of an empty value, or what would have to hold it. */
export function startOf(root: YamlNode, path: Path): number {
  let node = root
  let start = root.start
  for (const key of path) {
    const next = child(node, key)
    if (!next) break
    node = next.node
    start = node.kind === 'scalar' && node.value === null ? (next.keyStart ?? node.start) : node.start
  }
  return start
}

/** Offset of a key itself. */
export function keyStartOf(root: YamlNode, path: Path, key: string): number {
  const node = nodeAt(root, path)
  const entry = node?.kind === 'mapping' ? node.entries.find((candidate) => candidate.key === key) : undefined
  return entry?.keyStart ?? startOf(root, path)
}

/** One document and the means to complain about it. */
export interface YamlDocument {
  readonly root: YamlNode
  readonly source: string
  readonly problem: (start: number, path: Path, message: string, hint?: string) => Problem
}
