import type { Event } from './event.ts'
import type { Reporter } from './reporter.ts'
import type { Secrets } from './secrets.ts'

const keyBegins = /-----BEGIN [A-Z ]*PRIVATE KEY-----/
const keyEnds = /-----END [A-Z ]*PRIVATE KEY-----/

/** Of a line without an end so much is waited for, in characters: a secret may come in pieces. */
const longestLine = 8192

type StepOutput = Event & { type: 'step-output' }

/**
 * Passes events on without secrets in them, also without a private key that comes a line at a time. Output of steps goes on
 * a whole line at a time.
 */
export function scrubbed(reporter: Reporter, secrets: Secrets): Reporter {
  const insideKey = new Set<string>()
  const begun = new Map<string, StepOutput>()

  function output(host: string, text: string): string {
    if (!insideKey.has(host) && !text.includes('PRIVATE KEY')) return secrets.scrub(text)
    return text
      .split('\n')
      .map((line) => keyLine(host, line))
      .join('\n')
  }

  function keyLine(host: string, line: string): string {
    const hidden = insideKey.has(host) || keyBegins.test(line)
    if (keyBegins.test(line)) insideKey.add(host)
    if (keyEnds.test(line)) insideKey.delete(host)
    if (!hidden) return secrets.scrub(line)
    return line === '' ? '' : '[private key]'
  }

  function scrub(event: Event): Event {
    if (event.type === 'note') return { ...event, message: secrets.scrub(event.message) }
    if (event.type === 'host-ended' && event.error !== undefined)
      return { ...event, error: { ...event.error, message: secrets.scrub(event.error.message) } }
    if (event.type !== 'step-ended') return event
    insideKey.delete(event.host)
    const clean = (text: string | undefined) => (text === undefined ? undefined : secrets.scrub(text))
    return { ...event, diff: clean(event.diff), output: clean(event.output) }
  }

  function emitOutput(event: StepOutput): void {
    if (event.text !== '') reporter.emit({ ...event, text: output(event.host, event.text) })
  }

  /** Says what has come of a line when nothing more comes of it. */
  function endLine(host: string): void {
    const rest = begun.get(host)
    begun.delete(host)
    if (rest !== undefined) emitOutput(rest)
  }

  function takeOutput(event: StepOutput): void {
    const text = (begun.get(event.host)?.text ?? '') + event.text
    const end = text.length > longestLine ? text.length : text.lastIndexOf('\n') + 1
    begun.set(event.host, { ...event, text: text.slice(end) })
    emitOutput({ ...event, text: text.slice(0, end) })
  }

  return {
    emit: (event) => {
      if (event.type === 'step-output') return takeOutput(event)
      if ('host' in event && event.host !== undefined) endLine(event.host)
      reporter.emit(scrub(event))
    },
    suspend: () => reporter.suspend?.(),
    resume: () => reporter.resume?.(),
    close: () => reporter.close(),
  }
}
