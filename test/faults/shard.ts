import { hash } from 'node:crypto'

/** Part `index` of `count`, counted from 1. */
export interface Shard {
  readonly index: number
  readonly count: number
}

/** Reads `I/N`. */
export function parseShard(text: string): Shard {
  const [, index = 0, count = 0] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number)
  if (index < 1 || index > count) throw new Error(`--shard ${text}: expected I/N with 1 <= I <= N`)
  return { index, count }
}

/** The cases of a shard. A case's name alone decides, so that a new case moves no other to another shard. */
export function ofShard<T extends { readonly name: string }>(
  cases: readonly T[],
  { index, count }: Shard,
): readonly T[] {
  return cases.filter(({ name }) => (parseInt(hash('sha1', name).slice(0, 8), 16) % count) + 1 === index)
}
