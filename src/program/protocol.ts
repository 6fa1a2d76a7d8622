import { StringDecoder } from 'node:string_decoder'

/** What a host's stdout turns into: an event's words, or text that some command printed. */
export type Message =
  | { readonly type: 'event'; readonly name: string; readonly rest: string; readonly nonce: string }
  | { readonly type: 'text'; readonly text: string }

/** The longest event line taken as one: a file of 256 KiB in base64, with room. */
const LONGEST_EVENT = 1 << 20

/**
 * Splits a host's output into events and text. An event is a line that starts with RS and a nonce that is listened to;
 * the newline before it belongs to it, so that output without a final newline stays intact. Anything else is text,
 * whatever it looks like. Memory is bounded by {@link LONGEST_EVENT}.
 */
export class Protocol {
  /** Bytes delivered so far: where to go on after a lost connection. */
  consumed = 0
  private readonly decoder = new StringDecoder('utf8')
  private readonly markers: string[] = []
  private readonly receive: (message: Message) => void
  /** Bytes as latin1, so that lengths are byte counts; decoded when delivered. */
  private buffer = ''

  constructor(nonce: string, receive: (message: Message) => void) {
    this.receive = receive
    this.listenTo(nonce)
  }

  /** Takes events with this nonce too. */
  listenTo(nonce: string): void {
    this.markers.push(`\n\x1e${nonce} `)
  }

  feed(chunk: Buffer): void {
    this.buffer += chunk.toString('latin1')
    for (;;) {
      const [start, marker] = this.nextMarker()
      if (start < 0) return this.text(this.take(this.withoutPossibleMarker()))
      this.text(this.take(start))
      const end = this.buffer.indexOf('\n', marker.length)
      if (end < 0) {
        if (this.buffer.length > LONGEST_EVENT) this.flush()
        return
      }
      this.event(this.take(end + 1).slice(marker.length, -1), marker.slice(2, -1))
    }
  }

  /** Says the rest as text: no more will come. */
  flush(): void {
    this.text(this.take(this.buffer.length))
  }

  private nextMarker(): [number, string] {
    let first: [number, string] = [-1, '']
    for (const marker of this.markers) {
      const at = this.buffer.indexOf(marker)
      if (at >= 0 && (first[0] < 0 || at < first[0])) first = [at, marker]
    }
    return first
  }

  private take(length: number): string {
    const taken = this.buffer.slice(0, length)
    this.buffer = this.buffer.slice(length)
    this.consumed += length
    return taken
  }

  private text(latin1: string): void {
    const text = latin1 === '' ? '' : this.decoder.write(Buffer.from(latin1, 'latin1'))
    if (text !== '') this.receive({ type: 'text', text })
  }

  private event(latin1: string, nonce: string): void {
    const line = Buffer.from(latin1, 'latin1').toString('utf8')
    const blank = line.indexOf(' ')
    const [name, rest] = blank < 0 ? [line, ''] : [line.slice(0, blank), line.slice(blank + 1)]
    this.receive({ type: 'event', name, rest, nonce })
  }

  private withoutPossibleMarker(): number {
    const newline = this.buffer.lastIndexOf('\n')
    const tail = this.buffer.slice(newline)
    return newline >= 0 && this.markers.some((marker) => marker.startsWith(tail)) ? newline : this.buffer.length
  }
}
