/** A step of a host, and the first host that has it just so. */
interface Placed {
  readonly id: string
  readonly host: string
}

const AS_ON = ' as on '

/**
 * The order of a host's steps: a line for each one of its own, and one for each run of steps that another host has just
 * so and in the same order. What comes or goes on both hosts is shown on the first one alone.
 */
export function runs(
  host: string,
  steps: readonly Placed[],
  orders: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  const place = ({ id, host: first }: Placed) => orders.get(first)?.indexOf(id) ?? Number.NaN
  const groups: Placed[][] = []
  for (const step of steps) {
    const group = groups.at(-1)
    const last = group?.at(-1)
    if (last?.host === step.host && place(step) === place(last) + 1) group?.push(step)
    else groups.push([step])
  }
  return groups.map((group) => {
    const [first, ...others] = group.map(({ id }) => id)
    const last = others.at(-1)
    const names = last === undefined ? (first ?? '') : `${first ?? ''} to ${last}`
    return group[0]?.host === host ? names : `${names}${AS_ON}${group[0]?.host ?? ''}`
  })
}

/** Steps of its own that such lines name. */
export const ownSteps = (lines: readonly string[]): readonly string[] => lines.filter((line) => !line.includes(AS_ON))
