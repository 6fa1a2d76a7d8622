import type { PlaybookStep } from '../playbook/playbook.ts'
import { suffixed } from '../playbook/suffixed.ts'

interface Place {
  readonly hosts: readonly string[]
  readonly scope: Readonly<Record<string, unknown>>
  /** Added to the ids of the steps, which one host has once for each node. */
  readonly suffix?: string
  readonly file: string
}

interface Barrier {
  /** Values without which none of the steps is even checked: what holds now may not hold after them. */
  readonly awaits?: readonly string[]
  readonly provides?: string
  /** Titles of the steps that are added for that. */
  readonly waits?: string
  readonly done?: string
}

/**
 * The steps of one phase at one place, between what they wait for and what they let others do. The last step provides where
 * it is planned for certain; else one that is added does.
 */
export function phaseSteps(
  steps: readonly PlaybookStep[],
  { hosts, scope, suffix = '', file }: Place,
  { awaits = [], provides, waits = '', done = '' }: Barrier,
): readonly PlaybookStep[] {
  const known = new Set(steps.map(({ id }) => id))
  const placed = steps.map((step) => ({ ...suffixed(step, suffix, known), hosts, scope }))
  const added = (values: Pick<PlaybookStep, 'awaits' | 'provides'>, title: string): PlaybookStep => {
    const [value = ''] = [...values.awaits, ...values.provides]
    const id = `turn-${value.replace('{{host.name}}', 'this')}`
    const params = { title, check: 'np_arrived $VALUES', env: { VALUES: values.awaits.join(' ') }, timeout: 1 }
    return { id, kind: 'wait', params, when: [], sensitive: false, ...values, hosts, scope, source: { file, line: 1 } }
  }
  const gates = awaits.length === 0 ? [] : [added({ awaits, provides: [] }, waits)]
  if (provides === undefined) return [...gates, ...placed]
  const last = placed.at(-1)
  if (last && last.when.length === 0 && last.each === undefined && last.group === undefined)
    return [...gates, ...placed.slice(0, -1), { ...last, provides: [...last.provides, provides] }]
  return [...gates, ...placed, added({ awaits: [], provides: [provides] }, done)]
}
