import type { Complain } from './yaml-compose.ts'
import type { YamlNode } from './yaml-node.ts'

/** Far above any sane file, far below what a nest of aliases ("billion laughs") unfolds to. */
const MAX_NODES = 100_000

/** Anchors and aliases of one document. */
export class Anchors {
  readonly #complain: Complain
  readonly #nodes = new Map<string, YamlNode | undefined>()
  #unfolded = 0

  constructor(complain: Complain) {
    this.#complain = complain
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
    const why = this.#nodes.has(name) ? 'contains itself' : `has no anchor &${name}`
    this.#complain(start, `alias *${name} ${why}`)
    return nothing(start)
  }

  #unfold(target: YamlNode, start: number): YamlNode {
    const before = this.#unfolded
    this.#unfolded += target.size
    if (this.#unfolded <= MAX_NODES) return { ...target, start }
    if (before <= MAX_NODES)
      this.#complain(start, `aliases unfold to more than ${MAX_NODES} values`, 'write the values out')
    return nothing(start)
  }
}

function nothing(start: number): YamlNode {
  return { kind: 'scalar', start, size: 1, value: null, text: '', textStart: start, broken: true }
}
