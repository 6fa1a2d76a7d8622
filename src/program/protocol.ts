import { StringDecoder } from 'node:string_decoder'

/** What a host's stdout turns into: an event's words, or text that some command printed. */
export type Message =
  | { readonly type: 'event'; readonly name: string; readonly rest: string }
  | { readonly type: 'text'; readonly text: string }

/** The longest event line taken as one: a file of 256 KiB in base64, with room. */
const LONGEST_EVENT = 1 << 20

/**
 * Splits a host's output into events and text. An event is a line that starts with RS and the run's nonce; the newline
 * before it belongs to it, so that output without a final newline stays intact. Anything else is text, whatever it
 * looks like. Memory is bounded by {@link LONGEST_EVENT}.
 */
export class Protocol {
  private readonly decoder = new StringDecoder('utf8')
  private readonly marker: string
  private readonly receive: (message: Message) => void
  private buffer = ''

  constructor(nonce: string, receive: (message: Message) => void) {
    this.marker = `\n\x1e${nonce} `
    this.receive = receive
  }

  feed(chunk: Buffer): void {
    this.buffer += this.decoder.write(chunk)
    for (;;) {
      const start = this.buffer.indexOf(this.marker)
      if (start < 0) return this.keepPossibleMarker()
      const end = this.buffer.indexOf('\n', start + this.marker.length)
      if (start > 0) this.text(this.buffer.slice(0, start))
      if (end < 0) {
        this.buffer = this.buffer.slice(start)
        if (this.buffer.length > LONGEST_EVENT) this.text(this.take())
        return
      }
      this.event(this.buffer.slice(start + this.marker.length, end))
      this.buffer = this.buffer.slice(end + 1)
    }
  }

  /** Says the rest as text: no more will come. */
  flush(): void {
    this.text(this.take())
  }

  private take(): string {
    const all = this.buffer
    this.buffer = ''
    return all
  }

  private text(text: string): void {
    if (text !== '') this.receive({ type: 'text', text })
  }

  private event(line: string): void {
    const blank = line.indexOf(' ')
    this.receive(
      blank < 0
        ? { type: 'event', name: line, rest: '' }
        : { type: 'event', name: line.slice(0, blank), rest: line.slice(blank + 1) },
    )
  }

  private keepPossibleMarker(): void {
    const newline = this.buffer.lastIndexOf('\n')
    const kept = newline >= 0 && this.marker.startsWith(this.buffer.slice(newline)) ? newline : this.buffer.length
    const text = this.buffer.slice(0, kept)
    this.buffer = this.buffer.slice(kept)
    this.text(text)
  }
}
