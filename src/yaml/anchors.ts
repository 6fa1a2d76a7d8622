import { short, type Complain } from './complain.ts'
import type { YamlNode } from './node.ts'

/** Far above any sane file, far below what a nest of aliases ("billion laughs") unfolds to. */
const MAX_NODES = 100_000
/** The same for text: one long text that is named a thousand times. */
const MAX_TEXT = 16 * 1024 * 1024

/** What aliases of all documents of a file have unfolded to so far. */
export interface Unfolded {
  nodes: number
  text: number
}

/** Anchors and aliases of one document. */
export class Anchors {
  readonly #complain: Complain
  readonly #nodes = new Map<string, YamlNode | undefined>()
  readonly #unfolded: Unfolded

  constructor(complain: Complain, unfolded: Unfolded) {
    this.#complain = complain
    this.#unfolded = unfolded
  }

  /** Builds the node that an anchor names; until it is there an alias to it would contain itself. */
  define(name: string, build: () => YamlNode): YamlNode {
    this.#nodes.set(name, undefined)
    const node = build()
    this.#nodes.set(name, node)
    return node
  }

  /** The node that an alias stands for, placed where the alias is. */
  resolve(name: string, start: number): YamlNode {
    const target = this.#nodes.get(name)
    if (target) return this.#unfold(target, start)
    const why = this.#nodes.has(name) ? 'contains itself' : `has no anchor &${short(name)}`
    this.#complain(start, `alias *${short(name)} ${why}`)
    return nothing(start)
  }

  #unfold(target: YamlNode, start: number): YamlNode {
    const total = this.#unfolded
    const fitted = total.nodes <= MAX_NODES && total.text <= MAX_TEXT
    total.nodes += target.size
    total.text += target.length
    if (total.nodes <= MAX_NODES && total.text <= MAX_TEXT) return { ...target, start }
    const what = total.nodes > MAX_NODES ? `${MAX_NODES} values` : `${MAX_TEXT / 1024 / 1024} MiB of text`
    if (fitted) this.#complain(start, `aliases unfold to more than ${what}`, 'write the values out')
    return nothing(start)
  }
}

function nothing(start: number): YamlNode {
  return { kind: 'scalar', start, size: 1, length: 0, value: null, text: '', textStart: start, broken: true }
}
