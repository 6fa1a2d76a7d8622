import { marksOf } from '../facts/made.ts'
import type { Handler } from '../cluster/cluster.ts'

/** Marks on a host of what its runtime was told, by which it is known later what to take back. */
export interface RuntimeMarks {
  /** Those that have to stand before it is told, with blanks between. */
  readonly wanted: string
  /** Those of what cluster.yaml does not have any more. */
  readonly former: string
  /** Names of the handlers that it does not have any more. */
  readonly formerHandlers: string
}

/** The type is part of it: a handler of another type is another mark. */
export const handlerMark = (unit: string, { name, type }: Pick<Handler, 'name' | 'type'>): string =>
  `${unit}-handler-${name}.${type}`

/** The handlers that marks of a runtime are about. */
export function markedHandlers(unit: string, marks: readonly string[]) {
  const begin = `${unit}-handler-`
  return marks.flatMap((mark) => {
    if (!mark.startsWith(begin)) return []
    const [name = '', type = ''] = mark.slice(begin.length).split('.')
    return [{ name, type }]
  })
}

/** The marks of one runtime on a host, by its unit: no others are taken back. */
export function runtimeMarks(unit: string, wanted: readonly string[], made: readonly string[]): RuntimeMarks {
  const former = marksOf(made).filter((mark) => mark.startsWith(`${unit}-`) && !wanted.includes(mark))
  const names = new Set(markedHandlers(unit, wanted).map(({ name }) => name))
  const gone = markedHandlers(unit, former).flatMap(({ name }) => (names.has(name) ? [] : [name]))
  return { wanted: wanted.join(' '), former: former.join(' '), formerHandlers: gone.join(' ') }
}
