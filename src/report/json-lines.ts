import type { Event } from './event.ts'
import type { Output, Reporter } from './reporter.ts'

// JSON leaves DEL and the C1 controls as they are; a terminal would act on them.
const controls = /[\u007F-\u009F]/g

/** One line of JSON that is safe on a terminal, with its newline. */
export function jsonLine(value: unknown): string {
  const escape = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  return `${JSON.stringify(value).replace(controls, escape)}\n`
}

/** Every event as one line of JSON, and nothing else. */
export function jsonLinesReporter(output: Output): Reporter {
  return {
    emit: (event: Event) => void output.write(jsonLine(event)),
    close: () => undefined,
  }
}
