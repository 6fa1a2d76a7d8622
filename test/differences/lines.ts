import { diffArrays } from 'diff'

/** Stands between two places of one text that differ. */
const GAP = '~'

type Lines = readonly string[]

/** Where these lines begin, at or after `from`; -1 if nowhere. */
function indexOf(lines: Lines, wanted: Lines, from: number): number {
  for (let at = from; at + wanted.length <= lines.length; at++)
    if (wanted.every((line, offset) => lines[at + offset] === line)) return at
  return -1
}

/**
 * A unified diff without line numbers, which would change with every line added above them. A place has as many lines
 * of context before it as {@link applied} needs to find it.
 */
export function difference(before: Lines, after: Lines): string[] {
  const hunks: string[][] = []
  let at = 0
  let end = 0
  const parts = diffArrays([...before], [...after])
  for (let next = 0; next < parts.length;) {
    const removed: string[] = []
    const added: string[] = []
    for (let part = parts[next]; part && (part.added || part.removed); part = parts[++next])
      (part.added ? added : removed).push(...part.value)
    if (removed.length + added.length > 0) {
      let context = Math.min(removed.length > 0 ? 0 : 1, at - end)
      while (indexOf(before, before.slice(at - context, at + removed.length), end) !== at - context) context++
      const kept = before.slice(at - context, at).map((line) => ` ${line}`)
      hunks.push([...kept, ...removed.map((line) => `-${line}`), ...added.map((line) => `+${line}`)])
      end = at += removed.length
    }
    at += parts[next]?.value.length ?? 0
    next++
  }
  return hunks.flatMap((hunk, index) => (index === 0 ? hunk : [GAP, ...hunk]))
}

/** The text that a difference makes of the one that it starts from. */
export function applied(before: Lines, differing: Lines): string[] {
  const after: string[] = []
  let end = 0
  for (let rest = differing; rest.length > 0;) {
    const length = rest.includes(GAP) ? rest.indexOf(GAP) : rest.length
    const hunk = rest.slice(0, length)
    const old = hunk.filter((line) => !line.startsWith('+')).map((line) => line.slice(1))
    const at = indexOf(before, old, end)
    if (at < 0) throw new Error(`not in the text that it starts from:\n${hunk.join('\n')}`)
    after.push(...before.slice(end, at))
    after.push(...hunk.filter((line) => !line.startsWith('-')).map((line) => line.slice(1)))
    end = at + old.length
    rest = rest.slice(length + 1)
  }
  return [...after, ...before.slice(end)]
}
