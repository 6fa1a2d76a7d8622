import type { Secrets } from './secrets.ts'
import { LONGEST_FORM } from './secret-forms.ts'
import { sanitise } from '../text.ts'

const keyBegins = /-----BEGIN [A-Z ]*PRIVATE KEY-----/
const keyEnds = /-----END [A-Z ]*PRIVATE KEY-----/

/** Of a line without an end so much is waited for, in characters: a secret may come in pieces. */
const longestLine = 8192
/** A line on which no place can be found to part it is passed on at this length all the same. */
const mostHeld = 8 * longestLine

/** The output of one host's steps as it may be shown: safe for a terminal, without secrets, whole lines at a time. */
export class OutputLines {
  private readonly secrets: Secrets
  private readonly host: string
  private held = ''
  private insideKey = false

  constructor(secrets: Secrets, host: string) {
    this.secrets = secrets
    this.host = host
  }

  /** What can be shown now that this has come. */
  take(text: string): string {
    const all = this.held + text
    const end = all.lastIndexOf('\n') + 1
    this.held = all.slice(end)
    const lines = this.clean(sanitise(all.slice(0, end)))
    return this.held.length > longestLine ? lines + this.takeLongLine() : lines
  }

  /** The rest: nothing more comes of its line. */
  end(): string {
    const rest = this.held
    this.held = ''
    return this.clean(sanitise(rest))
  }

  /** A key ends with its step, whatever was seen of it. */
  endStep(): void {
    this.insideKey = false
  }

  /** Of a line that is too long to wait for its end: up to a place that is inside no secret. */
  private takeLongLine(): string {
    // An escape sequence that is still coming is not text yet.
    const escape = this.held.lastIndexOf('\u001B')
    const whole = escape > this.held.length - 64 ? escape : this.held.length
    const text = sanitise(this.held.slice(0, whole))
    const cut = text.length > mostHeld ? text.length : this.placeToCut(text)
    this.held = text.slice(cut) + this.held.slice(whole)
    return this.clean(text.slice(0, cut))
  }

  private placeToCut(text: string): number {
    const end = Math.max(0, text.length - LONGEST_FORM)
    const blank = text.slice(0, end).search(/[\s"',][^\s"',]*$/) + 1
    const spans = this.secrets.spans(text, this.host).map(({ span }) => span)
    let cut = blank > end / 2 ? blank : end
    for (const [start, stop] of spans.toSorted((a, b) => b[1] - a[1])) if (start < cut && cut < stop) cut = start
    return cut
  }

  private clean(text: string): string {
    if (!this.insideKey && !text.includes('PRIVATE KEY')) return this.secrets.scrub(text, this.host)
    return text
      .split('\n')
      .map((line) => this.keyLine(line))
      .join('\n')
  }

  private keyLine(line: string): string {
    const hidden = this.insideKey || keyBegins.test(line)
    if (keyBegins.test(line)) this.insideKey = true
    if (keyEnds.test(line)) this.insideKey = false
    if (!hidden) return this.secrets.scrub(line, this.host)
    return line === '' ? '' : '[private key]'
  }
}
