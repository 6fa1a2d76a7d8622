/** Part of a text, from its first character up to but without its end. */
export type Span = readonly [start: number, end: number]

const hashSeed = Math.floor(Math.random() * 0xffff)

/**
 * Finds any of many words in a text, in time that depends on the text's length alone (Aho and Corasick's automaton). Its
 * nodes are numbers and what belongs to them lies in typed arrays: about 20 bytes for each character of the words.
 */
export class WordMatcher {
  readonly size: number
  private count = 1
  private readonly parents: Int32Array
  private readonly codes: Uint16Array
  private readonly fails: Int32Array
  /** The length of the longest word that ends at a node; 0 where none does. */
  private readonly lengths: Uint16Array
  /** Nodes by parent and character, open addressing. */
  private readonly table: Int32Array

  /** @param words none longer than 65535 characters */
  constructor(words: Iterable<string>) {
    const all = [...words]
    this.size = all.length
    const most = all.reduce((sum, { length }) => sum + length, 1)
    this.parents = new Int32Array(most)
    this.codes = new Uint16Array(most)
    this.fails = new Int32Array(most)
    this.lengths = new Uint16Array(most)
    this.table = new Int32Array(1 << Math.ceil(Math.log2(2 * most + 2)))
    this.build(all)
  }

  /** Where words stand, in order; those that overlap or touch are one span. */
  find(text: string): readonly Span[] {
    const found: [number, number][] = []
    let node = 0
    for (let i = 0; i < text.length; i += 1) {
      node = this.next(node, text.charCodeAt(i))
      const length = this.lengths[node] ?? 0
      if (length === 0) continue
      let start = i + 1 - length
      for (let last = found.at(-1); last && last[1] >= start; last = found.at(-1)) {
        start = Math.min(start, last[0])
        found.pop()
      }
      found.push([start, i + 1])
    }
    return found
  }

  /** Word by word, a character deeper with each round: what a node falls back to is known before its children ask. */
  private build(words: readonly string[]): void {
    const at = new Int32Array(words.length)
    for (let depth = 0, left = true; left; depth += 1) {
      left = false
      for (const [i, word] of words.entries()) {
        if (depth >= word.length) continue
        left = true
        const parent = at[i] ?? 0
        const node = this.child(parent, word.charCodeAt(depth)) || this.add(parent, word.charCodeAt(depth))
        at[i] = node
        if (depth + 1 === word.length) this.lengths[node] = word.length
      }
    }
  }

  private add(parent: number, code: number): number {
    const node = this.count
    this.count += 1
    this.parents[node] = parent
    this.codes[node] = code
    const mask = this.table.length - 1
    let slot = this.slot(parent, code)
    while (this.table[slot] !== 0) slot = (slot + 1) & mask
    this.table[slot] = node
    const fail = parent === 0 ? 0 : this.next(this.fails[parent] ?? 0, code)
    this.fails[node] = fail
    this.lengths[node] = this.lengths[fail] ?? 0
    return node
  }

  private next(from: number, code: number): number {
    for (let node = from; ; node = this.fails[node] ?? 0) {
      const child = this.child(node, code)
      if (child !== 0 || node === 0) return child
    }
  }

  private child(parent: number, code: number): number {
    const mask = this.table.length - 1
    for (let slot = this.slot(parent, code); ; slot = (slot + 1) & mask) {
      const node = this.table[slot] ?? 0
      if (node === 0 || (this.parents[node] === parent && this.codes[node] === code)) return node
    }
  }

  private slot(parent: number, code: number): number {
    let hash = Math.imul(parent, 0x9e3779b1) ^ Math.imul(code + hashSeed, 0x85ebca6b)
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
    return (hash ^ (hash >>> 13)) & (this.table.length - 1)
  }
}
