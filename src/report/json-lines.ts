import type { Event } from './event.ts'
import type { Output, Reporter } from './reporter.ts'

// JSON leaves DEL, the C1 controls and the marks that reorder text as they are; a terminal would act on them.
const controls = /[\u007F-\u009F\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g

/** JSON that says the same and is safe on a terminal: such characters can only be inside its texts, where it can escape them. */
export function escapeControls(json: string): string {
  return json.replace(controls, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** One line of JSON that is safe on a terminal, with its newline. */
export function jsonLine(value: unknown): string {
  return `${escapeControls(JSON.stringify(value))}\n`
}

/** Every event as one line of JSON, and nothing else. */
export function jsonLinesReporter(output: Output): Reporter {
  return {
    emit: (event: Event) => void output.write(jsonLine(event)),
    close: () => undefined,
  }
}
