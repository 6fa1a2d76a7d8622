/** `1.36` → 36. */
export function minorNumber(minor: string): number {
  return Number(minor.split('.')[1])
}

/** `1.36.2` → `1.36`, and what is no longer than that as it is. */
export const lineOf = (version: string): string => version.split('.').slice(0, 2).join('.')

/** The numbers a version begins with. Text without any is a rolling release, which is newer than every number. */
function numbersOf(version: string): readonly number[] {
  const found = /^v?(\d+(?:\.\d+)*)/i.exec(version)?.[1]
  return found === undefined ? [Infinity] : found.split('.').map(Number)
}

/**
 * Compares versions by their numbers, missing ones count as 0: `1.30` is newer than `1.9.3`. A total order over any text,
 * because hosts report what they like: `V10` is 10, and `testing` and '' are newer than every number.
 */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [numbersOf(a), numbersOf(b)]
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const [one = 0, other = 0] = [left[i], right[i]]
    if (one !== other) return one < other ? -1 : 1
  }
  return 0
}
