/** `1.36` → 36. */
export function minorNumber(minor: string): number {
  return Number(minor.split('.')[1])
}

/** Compares versions by their numbers, missing ones count as 0: `1.30` is newer than `1.9.3`. */
export function compareVersions(a: string, b: string): number {
  const numbers = (version: string) => version.replace(/^v/, '').split(/[-+~]/, 1).join().split('.').map(Number)
  const [left, right] = [numbers(a), numbers(b)]
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
