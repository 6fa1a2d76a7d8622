import type { StepEnded, StepOutcome } from '../event.ts'
import type { Colour, Style } from '../style.ts'
import { duration, oneLine } from '../text.ts'

export const outcomeColours: Readonly<Record<StepOutcome, Colour>> = {
  ok: 'green',
  changed: 'yellow',
  'would-change': 'yellow',
  failed: 'red',
  skipped: 'dim',
  blocked: 'red',
}

/** `changed 12/38 package socat (4.2s)`. */
export function stepLine(event: StepEnded, style: Style): string {
  const word = style(outcomeColours[event.outcome], event.outcome)
  const took = style('dim', `(${duration(event.durationMs)})`)
  return `${word} ${event.index}/${event.total} ${oneLine(event.title)} ${took}`
}
