type Map = Readonly<Record<string, unknown>>

export const isMap = (value: unknown): value is Map =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isNamed = (value: unknown): value is { name: string } => isMap(value) && typeof value['name'] === 'string'

/** Lists of arguments by name, as kubeadm has them from v1beta4 on. */
const argumentLists = new Set(['extraArgs', 'kubeletExtraArgs'])

function mergeArguments(below: readonly unknown[], above: readonly unknown[]): unknown[] {
  const names = new Set(above.filter(isNamed).map(({ name }) => name))
  return [...below.filter((item) => !isNamed(item) || !names.has(item.name)), ...above]
}

/** Deep merge of maps; anything else of `above`, lists too, replaces what is below it. Arguments merge by their names. */
export function mergeMaps(below: Map, above: Map): Map {
  const merged: Record<string, unknown> = { ...below }
  for (const [key, value] of Object.entries(above)) {
    const old = merged[key]
    if (isMap(old) && isMap(value)) merged[key] = mergeMaps(old, value)
    else if (argumentLists.has(key) && Array.isArray(old) && Array.isArray(value))
      merged[key] = mergeArguments(old, value)
    else merged[key] = value
  }
  return merged
}
