import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Event } from './event.ts'
import type { Reporter } from './reporter.ts'
import { escapeControls } from './json-lines.ts'
import { stepLine } from './terminal/step-line.ts'
import { unstyled } from './style.ts'
import { sanitise } from './text.ts'

type Level = 'debug' | 'info' | 'warn' | 'error'

/**
 * The full log of one run: every event, output of steps included, one line of JSON each, readable by its owner alone.
 * Throws when the file cannot be made. Events wait in memory until pino is loaded, which costs a run no time.
 */
export function runLog(file: string): Reporter {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const descriptor = openSync(file, 'a', 0o600)
  const waiting: Event[] = []
  let write = (event: Event): void => void waiting.push(event)

  const ready = import('pino').then(({ default: pino }) => {
    const destination = pino.destination({ fd: descriptor, sync: true })
    // A full disk here is no reason to leave hosts half done.
    destination.on('error', () => (write = () => undefined))
    const logger = pino(
      {
        level: 'debug',
        base: null,
        timestamp: false,
        formatters: { level: (label) => ({ level: label }) },
        hooks: { streamWrite: escapeControls },
      },
      destination,
    )
    write = (event) => {
      const { at, ...fields } = event
      const bare = { ...fields, level: undefined, text: undefined, message: undefined }
      logger[levelOf(event)]({ time: new Date(at).toISOString(), ...bare }, messageOf(event))
    }
    for (const event of waiting) write(event)
  })

  return {
    emit: (event) => write(event),
    close: async () => {
      await ready
      closeSync(descriptor)
    },
  }
}

function levelOf(event: Event): Level {
  if (event.type === 'step-output') return 'debug'
  if (event.type === 'note') return event.level === 'warning' ? 'warn' : 'info'
  if (event.type === 'step-ended') return event.outcome === 'failed' ? 'error' : 'info'
  return event.type === 'host-ended' && event.error !== undefined ? 'error' : 'info'
}

function messageOf(event: Event): string {
  if (event.type === 'note') return sanitise(event.message)
  if (event.type === 'step-output') return sanitise(event.text)
  return event.type === 'step-ended' ? stepLine(event, unstyled) : event.type
}
