import { eventsOf, nodeprepRun, type Bed, type Road } from './bed.ts'
import { median, runOnce } from './measure.ts'
import type { Event } from '../../src/report/event.ts'

/** Where the time of one run goes, one after the other, in milliseconds. */
export const phases = [
  'start of Node, code, cluster.yaml, playbooks',
  'connect, log in, facts of the last host',
  'plan, compile, send, program starts',
  'programs on the hosts',
  'last report, good-bye, exit',
] as const

/** Medians of the phases over some no-op runs, by the times that `--output json` gives its events. */
export async function phaseTimes(bed: Bed, road: Road, rounds: number): Promise<number[]> {
  const times: number[][] = []
  for (let round = 0; round <= rounds; round += 1) {
    const { began, ended, stdout } = await runOnce(nodeprepRun(bed, road, ['--output', 'json']))
    const marks = [began, ...marksOf(eventsOf(stdout)), ended]
    if (round > 0) times.push(phases.map((_, i) => (marks[i + 1] ?? NaN) - (marks[i] ?? NaN)))
  }
  return phases.map((_, i) => median(times.map((one) => one[i] ?? NaN)))
}

function marksOf(events: readonly Event[]): number[] {
  const at = (type: Event['type']): number[] => events.filter((event) => event.type === type).map((event) => event.at)
  const firstSteps = new Map<string, number>()
  for (const event of events)
    if (event.type === 'step-started' && event.index === 1) firstSteps.set(event.host, event.at)
  return [
    Math.min(...at('host-connecting')),
    Math.max(...at('host-facts')),
    Math.max(...firstSteps.values()),
    Math.max(...at('host-ended')),
  ]
}
