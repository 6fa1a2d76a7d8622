/** The candidate nearest to a mistyped word, if one is near enough to be meant: mistyped or cut short. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const limit = Math.max(1, Math.floor(word.length / 3))
  const ranked = candidates
    .map((candidate) => ({ candidate, distance: editDistance(word.toLowerCase(), candidate.toLowerCase()) }))
    .toSorted((a, b) => a.distance - b.distance)
  const [best] = ranked
  if (best && best.distance <= limit) return best.candidate
  return word.length < 4 ? undefined : candidates.find((candidate) => candidate.startsWith(word))
}

/** `unknown key "x"; did you mean "y"?` and what else there is. */
export function unknownName(what: string, word: string, known: readonly string[]): { message: string; hint: string } {
  const near = nearest(word, known)
  const message = `unknown ${what} ${JSON.stringify(word.slice(0, 60))}`
  return near === undefined
    ? { message, hint: known.length === 0 ? '' : `known: ${known.join(', ')}` }
    : { message: `${message}; did you mean ${JSON.stringify(near)}?`, hint: '' }
}

/** Levenshtein's distance in which swapping two neighbours costs one. */
function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 10 || a.length > 60 || b.length > 60) return Infinity
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)]
  const at = (i: number, j: number) => rows[i]?.[j] ?? Infinity
  for (let i = 1; i <= a.length; i++) {
    rows.push([i])
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      rows[i]?.push(
        Math.min(
          at(i - 1, j) + 1,
          at(i, j - 1) + 1,
          at(i - 1, j - 1) + cost,
          swapped ? at(i - 2, j - 2) + 1 : Infinity,
        ),
      )
    }
  }
  return at(a.length, b.length)
}
