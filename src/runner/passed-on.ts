/** In characters: a host that never stops printing must fill no disk here. */
const MOST = 16 * 1024 * 1024

/** How much of what one step says is passed on. */
export class PassedOn {
  private length = 0

  /** Another step begins. */
  reset(): void {
    this.length = 0
  }

  /** The part of a text that is passed on; where it is cut off for good, that is said. */
  of(text: string): string {
    const room = MOST - this.length
    this.length += text.length
    if (text.length <= room) return text
    return room < 0 ? '' : `${text.slice(0, room)}\n[more than ${MOST / 1024 / 1024} MiB: the rest is left out]\n`
  }
}
