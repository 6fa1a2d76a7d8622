import type { Event } from './event.ts'
import type { Reporter } from './reporter.ts'
import type { Secrets } from './secrets.ts'

const keyBegins = /-----BEGIN [A-Z ]*PRIVATE KEY-----/
const keyEnds = /-----END [A-Z ]*PRIVATE KEY-----/

/** Passes events on without secrets in them, also without a private key that comes a line at a time. */
export function scrubbed(reporter: Reporter, secrets: Secrets): Reporter {
  const insideKey = new Set<string>()

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
    if (event.type === 'step-output') return { ...event, text: output(event.host, event.text) }
    if (event.type === 'host-ended' && event.error !== undefined)
      return { ...event, error: { ...event.error, message: secrets.scrub(event.error.message) } }
    if (event.type !== 'step-ended') return event
    insideKey.delete(event.host)
    const clean = (text: string | undefined) => (text === undefined ? undefined : secrets.scrub(text))
    return { ...event, diff: clean(event.diff), output: clean(event.output) }
  }

  return {
    emit: (event) => reporter.emit(scrub(event)),
    suspend: () => reporter.suspend?.(),
    resume: () => reporter.resume?.(),
    close: () => reporter.close(),
  }
}
