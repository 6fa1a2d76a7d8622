/** A small wrong change of a text: what stands between two offsets is replaced. */
export interface Mutation {
  readonly start: number
  readonly end: number
  readonly text: string
  /** The kind of change, for people. */
  readonly kind: string
}

/** A wrong change of one file. */
export interface Mutant extends Mutation {
  readonly file: string
  /** Of the file's line where it begins, from 1. */
  readonly line: number
  readonly before: string
  readonly after: string
}

const cut = (text: string, { start, end, text: other }: Mutation): string =>
  text.slice(0, start) + other + text.slice(end)

/** The file with the change. */
export const mutated = cut

/** A change with the lines that it changes, without their indentation. */
export function mutantOf(file: string, source: string, mutation: Mutation): Mutant {
  const from = source.lastIndexOf('\n', mutation.start - 1) + 1
  const next = source.indexOf('\n', Math.max(mutation.start, mutation.end - 1))
  const to = next === -1 ? source.length : next
  const before = source.slice(from, to)
  const after = cut(before, { ...mutation, start: mutation.start - from, end: Math.min(mutation.end, to) - from })
  return {
    ...mutation,
    file,
    line: source.slice(0, mutation.start).split('\n').length,
    before: before.trim(),
    after: after.trim(),
  }
}

/** The change as a diff, under its place. */
export function shown({ file, line, before, after }: Pick<Mutant, 'file' | 'line' | 'before' | 'after'>): string {
  const lines = (sign: string, text: string) => text.split('\n').map((one) => `    ${sign} ${one.trim()}`)
  return [`${file}:${line}`, ...lines('-', before), ...(after === '' ? [] : lines('+', after))].join('\n')
}
