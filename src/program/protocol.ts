import { StringDecoder } from 'node:string_decoder'

/**
 * Who says an event: the bootstrap with its one line that names its nonce (`opening`), the bootstrap after that (`shell`), the
 * program of this run, or the program of another run that is watched. None of them is believed for another one's words.
 */
export type Speaker = 'opening' | 'shell' | 'program' | 'other'

/** What a host's stdout turns into: an event's words, or text that some command printed. */
export type Message =
  | { readonly type: 'event'; readonly name: string; readonly rest: string; readonly from: Speaker }
  | { readonly type: 'text'; readonly text: string }

/** The longest event line taken as one: a file of 256 KiB in base64, with room. */
const LONGEST_EVENT = 1 << 20

/** What a host may name as a nonce. */
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
  private readonly markers = new Map<string, Speaker>()
  private readonly receive: (message: Message) => void
  /** Bytes as latin1, so that lengths are byte counts. The end of what came, as far as it may begin a marker. */
  private tail = ''
  /** An event line whose end has not come: its marker, and the pieces that it came in. */
  private open: { readonly marker: string; readonly pieces: string[]; length: number } | undefined

  constructor(receive: (message: Message) => void) {
    this.receive = receive
  }

  /** Takes events with this nonce for those of a speaker. False, and nothing is listened to, where it cannot be one. */
  listenTo(nonce: string, speaker: Speaker): boolean {
    const marker = `\n\x1e${nonce} `
    if (!NONCE.test(nonce) || this.markers.has(marker)) return false
    this.markers.set(marker, speaker)
    return true
  }

  /** Takes whatever this speaker says from now on for text. */
  ignore(speaker: Speaker): void {
    for (const [marker, one] of this.markers) if (one === speaker) this.markers.delete(marker)
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
      for (const marker of this.markers.keys()) if (bytes.startsWith(marker, at)) return [at, marker]
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
    const from = this.markers.get(marker)
    // A line that had begun when its speaker was heard for the last time.
    if (from !== undefined) this.receive({ type: 'event', name, rest, from })
  }

  private withoutPossibleMarker(bytes: string): number {
    const newline = bytes.lastIndexOf('\n')
    const tail = bytes.slice(newline)
    const mayBegin = newline >= 0 && [...this.markers.keys()].some((marker) => marker.startsWith(tail))
    return mayBegin ? newline : bytes.length
  }
}
