import type { Event, StepOutput } from '../event.ts'
import { OutputLines } from './output-lines.ts'
import type { Reporter } from '../reporter.ts'
import type { Secrets } from './secrets.ts'
import { sanitise } from '../text.ts'

/** Of a note so much is shown, in characters. */
const longestNote = 1000

/** Values of facts and the like, each of which is text of the host's. */
function mapTexts<T>(value: T, change: (text: string) => string): T {
  if (typeof value === 'string') return change(value) as T
  if (Array.isArray(value)) return value.map((inner: unknown) => mapTexts(inner, change)) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mapTexts(inner, change)])) as T
}

/**
 * Passes events on with every text in them safe for a terminal first, then without secrets, and only then cut: whoever
 * cuts before leaves half a secret, which nobody recognises. Names of hosts and steps, by which events belong together,
 * are not touched. Output of steps goes on a whole line at a time.
 */
export function scrubbed(reporter: Reporter, secrets: Secrets): Reporter {
  const outputs = new Map<string, { readonly lines: OutputLines; last: StepOutput }>()

  /** Our own words: what a host said elsewhere must not blot them out. */
  const own = (text: string): string => secrets.scrubOwn(sanitise(text))
  const ofHost = (host: string | undefined) => (text: string) => secrets.scrub(sanitise(text), host)

  function scrub(event: Event): Event {
    switch (event.type) {
      case 'run-started':
        return { ...event, cluster: own(event.cluster), logFile: event.logFile && own(event.logFile) }
      case 'host-connecting':
        return { ...event, via: own(event.via) }
      case 'host-facts':
        return { ...event, facts: mapTexts(event.facts, ofHost(event.host)) }
      case 'note':
        return { ...event, message: ofHost(event.host)(event.message).slice(0, longestNote) }
      case 'step-started':
        return { ...event, title: own(event.title) }
      case 'step-ended': {
        const { title, diff, output } = event
        const clean = ofHost(event.host)
        return { ...event, title: own(title), diff: diff && clean(diff), output: output && clean(output) }
      }
      case 'host-ended': {
        const { host, error } = event
        if (error === undefined) return event
        const remedy = error.remedy && own(error.remedy)
        return { ...event, error: { ...error, message: ofHost(host)(error.message), remedy } }
      }
      default:
        return event
    }
  }

  function takeOutput(event: StepOutput): void {
    const known = outputs.get(event.host) ?? { lines: new OutputLines(secrets, event.host), last: event }
    known.last = event
    outputs.set(event.host, known)
    pass(event, known.lines.take(event.text))
  }

  function pass(event: StepOutput, text: string): void {
    if (text !== '') reporter.emit({ ...event, text })
  }

  /** Says what has come of lines when nothing more comes of them. */
  function endLines(event: Event): void {
    const hosts = event.type === 'run-ended' ? [...outputs.keys()] : 'host' in event ? [event.host ?? ''] : []
    for (const host of hosts) {
      const known = outputs.get(host)
      if (known) pass(known.last, known.lines.end())
      if (event.type === 'step-ended') known?.lines.endStep()
      if (event.type === 'host-ended') outputs.delete(host)
    }
  }

  return {
    emit: (event) => {
      if (event.type === 'step-output') return takeOutput(event)
      endLines(event)
      reporter.emit(scrub(event))
    },
    suspend: () => reporter.suspend?.(),
    resume: () => reporter.resume?.(),
    close: () => reporter.close(),
  }
}
