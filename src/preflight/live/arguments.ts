import type { Flags, JsonValue } from '../../facts/live/live.ts'
import { argumentsOf } from './document-fields.ts'

/** kubeadm may add to them, and puts them into an order of its own. */
const SETS: ReadonlySet<string> = new Set(['authorization-mode', 'feature-gates'])

const items = (text: string) => text.split(',').map((item) => item.trim())

function same(name: string, wanted: readonly string[], is: readonly string[]): boolean {
  const [last, lastIs] = [wanted.at(-1) ?? '', is.at(-1)]
  if (lastIs === undefined) return false
  if (lastIs === last || wanted.join('\n') === is.join('\n')) return true
  return SETS.has(name) && items(last).every((item) => items(lastIs).includes(item))
}

/** Names of arguments of the user's that a program was not started with. */
export function differingArguments(wanted: JsonValue | undefined, is: Flags): readonly string[] {
  return [...argumentsOf(wanted)]
    .filter(([name, values]) => !same(name, values, Object.hasOwn(is, name) ? (is[name] ?? []) : []))
    .map(([name]) => name)
}
