import type { Live } from '../../src/config/schema/live.ts'

const words = { converges: 'applied', rolls: 'rolled', operation: '', fixed: 'fixed' } as const

/** What becomes of a change on a live cluster, for a cell of a table. A key that has it from above does not repeat the rest. */
export function liveCell({ does, command, note }: Live, own: boolean): string {
  const word = does === 'operation' ? `\`nodeprep ${command}\`` : words[does]
  if (note === '' || !own) return word
  return does === 'fixed' ? `${word}: ${note}` : `${word}. ${note}`
}

const legend: readonly (readonly [start: string, line: string])[] = [
  ['applied', '- **applied**: it changes it in place on every host concerned, and restarts services where needed.'],
  ['rolled', '- **rolled**: it changes it one node at a time, and checks the health of the cluster in between.'],
  ['`', '- **`nodeprep NAME`**: it refuses the change and names this command, which makes it node by node.'],
  ['fixed', '- **fixed**: it refuses the change before it touches any host, and names the value in use.'],
]

/** What the words of that column mean, as far as its cells use them. */
export function liveLegend(cells: readonly string[]): string {
  const used = legend.filter(([start]) => cells.some((cell) => cell.startsWith(start)))
  return `The column *Live cluster* is about a change of a key once hosts are nodes of a cluster. What \`apply\` does with it:

${used.map(([, line]) => line).join('\n')}

[live-clusters.md](../live-clusters.md) describes the checks.`
}
