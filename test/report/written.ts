import type { Event } from '../../src/report/event.ts'
import type { Output, Reporter } from '../../src/report/reporter.ts'

/** An output that is no terminal and keeps what is written. */
export class Kept implements Output {
  text = ''

  write(text: string): void {
    this.text += text
  }
}

/** What a reporter writes for some events. */
export async function written(make: (output: Kept) => Reporter, events: readonly Event[]): Promise<string> {
  const output = new Kept()
  const reporter = make(output)
  for (const event of events) reporter.emit(event)
  await reporter.close()
  return output.text
}
