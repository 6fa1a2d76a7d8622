/** Lines of one report that are looked at: those of a cluster of thousands of nodes. */
const MOST = 10_000

/**
 * The lines of a report of a host's, as key and rest. A last line without its end was cut off and is left out, since half a
 * number is another number.
 */
export function reportLines(text: string): readonly (readonly [key: string, rest: string])[] {
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n', MOST)
    .flatMap((line) => {
      const [, key, rest = ''] = /^([A-Za-z-]{1,32})(?: (.*))?$/.exec(line) ?? []
      return key === undefined ? [] : [[key, rest] as const]
    })
}

/** A number of bytes or the like as a host writes it; undefined for anything else. */
export function numberIn(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined
}
