import { OF_A_HOST, OF_A_STEP } from './limits.ts'

/** What each text costs besides its characters: it becomes an event, and a line of the log. */
const EACH = 64

/** How much of what one host says in one run is passed on. */
export class PassedOn {
  private ofStep = 0
  private ofHost = 0

  /** Another step begins. */
  reset(): void {
    this.ofStep = 0
  }

  /** The part of a text that is passed on; where it is cut off for good, that is said. */
  of(text: string): string {
    const room = Math.min(OF_A_STEP - this.ofStep, OF_A_HOST - this.ofHost)
    const most = OF_A_STEP - this.ofStep < OF_A_HOST - this.ofHost ? OF_A_STEP : OF_A_HOST
    this.ofStep += text.length + EACH
    this.ofHost += text.length + EACH
    if (text.length <= room) return text
    return room < 0 ? '' : `${text.slice(0, room)}\n[more than ${most / 1024 / 1024} MiB: the rest is left out]\n`
  }
}
