import { StringDecoder } from 'node:string_decoder'

/** What a host's stdout turns into: an event's words, or text that some command printed. */
export type Message =
  | { readonly type: 'event'; readonly name: string; readonly rest: string; readonly nonce: string }
  | { readonly type: 'text'; readonly text: string }

/** The longest event line taken as one: a file of 256 KiB in base64, with room. */
const LONGEST_EVENT = 1 << 20

/** What other runs call themselves by. */
const NONCE = /^[\w-]{1,64}$/

/**
 * Splits a host's output into events and text. An event is a line that starts with RS and a nonce that is listened to;
 * the newline before it belongs to it, so that output without a final newline stays intact. Anything else is text,
 * whatever it looks like. Memory is bounded by {@link LONGEST_EVENT}, and every byte is looked at once, however they come.
 */
export class Protocol {
  /** Bytes delivered so far: where to go on after a lost connection. */
  consumed = 0
  private readonly decoder = new StringDecoder('utf8')
  private readonly markers: string[] = []
  private readonly receive: (message: Message) => void
  /** Bytes as latin1, so that lengths are byte counts. The end of what came, as far as it may begin a marker. */
  private tail = ''
  /** An event line whose end has not come: its marker, and the pieces that it came in. */
  private open: { readonly marker: string; readonly pieces: string[]; length: number } | undefined

  constructor(nonce: string, receive: (message: Message) => void) {
    this.receive = receive
    this.listenTo(nonce)
  }

  /** Takes events with this nonce too; a host that names a strange one is not listened to. */
  listenTo(nonce: string): void {
    const marker = `\n\x1e${nonce} `
    if (NONCE.test(nonce) && !this.markers.includes(marker)) this.markers.push(marker)
  }

  feed(chunk: Buffer): void {
    const bytes = chunk.toString('latin1')
    if (this.open) this.goOn(bytes)
    else this.scan(this.tail + bytes)
  }

  /** Says the rest as text: no more will come. */
  flush(): void {
    const rest = this.open ? this.open.pieces.join('') : this.tail
    this.open = undefined
    this.tail = ''
    this.text(rest)
  }

  private scan(bytes: string): void {
    let done = 0
    this.tail = ''
    for (;;) {
      const [start, marker] = this.nextMarker(bytes, done)
      if (start < 0) break
      this.text(bytes.slice(done, start))
      const end = bytes.indexOf('\n', start + marker.length)
      if (end < 0) {
        this.open = { marker, pieces: [], length: 0 }
        return this.goOn(bytes.slice(start))
      }
      done = end + 1
      this.event(bytes.slice(start, done), marker)
    }
    const rest = bytes.slice(done)
    const kept = this.withoutPossibleMarker(rest)
    this.tail = rest.slice(kept)
    this.text(rest.slice(0, kept))
  }

  /** Within an event line: looks for its end in what is new. */
  private goOn(bytes: string): void {
    const { open } = this
    if (!open) return
    // Its first piece begins with the marker, and so with a newline.
    const end = bytes.indexOf('\n', open.length === 0 ? open.marker.length : 0)
    open.pieces.push(end < 0 ? bytes : bytes.slice(0, end + 1))
    open.length += bytes.length
    if (end >= 0) {
      this.open = undefined
      this.event(open.pieces.join(''), open.marker)
      this.scan(bytes.slice(end + 1))
    } else if (open.length > LONGEST_EVENT) this.flush()
  }

  private nextMarker(bytes: string, from: number): [number, string] {
    for (let at = bytes.indexOf('\n\x1e', from); at >= 0; at = bytes.indexOf('\n\x1e', at + 1)) {
      const marker = this.markers.find((one) => bytes.startsWith(one, at))
      if (marker !== undefined) return [at, marker]
    }
    return [-1, '']
  }

  private text(latin1: string): void {
    if (latin1 === '') return
    this.consumed += latin1.length
    const text = this.decoder.write(Buffer.from(latin1, 'latin1'))
    if (text !== '') this.receive({ type: 'text', text })
  }

  private event(latin1: string, marker: string): void {
    this.consumed += latin1.length
    const line = Buffer.from(latin1.slice(marker.length, -1), 'latin1').toString('utf8')
    const blank = line.indexOf(' ')
    const [name, rest] = blank < 0 ? [line, ''] : [line.slice(0, blank), line.slice(blank + 1)]
    this.receive({ type: 'event', name, rest, nonce: marker.slice(2, -1) })
  }

  private withoutPossibleMarker(bytes: string): number {
    const newline = bytes.lastIndexOf('\n')
    const tail = bytes.slice(newline)
    return newline >= 0 && this.markers.some((marker) => marker.startsWith(tail)) ? newline : bytes.length
  }
}
