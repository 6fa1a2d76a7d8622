import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Event } from './event.ts'
import type { Reporter } from './reporter.ts'
import type { Secrets } from './secrets.ts'
import { stepLine } from './step-line.ts'
import { unstyled } from './style.ts'
import { sanitise } from './text.ts'

/**
 * The full log of one run: every event, output of steps included, one line of JSON each, readable by its owner alone.
 * Throws when the file cannot be made. Written at once, so that it is whole when the process is killed.
 */
export function runLog(file: string, secrets: Secrets): Reporter {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const descriptor = openSync(file, 'a', 0o600)
  let broken = false
  return {
    emit: (event) => {
      const { at, ...fields } = event
      const entry = { time: new Date(at).toISOString(), level: levelOf(event), msg: messageOf(event), ...fields }
      const line = JSON.stringify({ ...entry, text: undefined, message: undefined })
      write(`${secrets.scrub(line)}\n`)
    },
    close: () => closeSync(descriptor),
  }

  function write(line: string): void {
    try {
      if (!broken) writeSync(descriptor, line)
    } catch {
      // A full disk here is no reason to leave hosts half done.
      broken = true
    }
  }
}

function levelOf(event: Event): string {
  if (event.type === 'step-output') return 'debug'
  if (event.type === 'note') return event.level
  if (event.type === 'step-ended') return event.outcome === 'failed' ? 'error' : 'info'
  return event.type === 'host-ended' && event.error !== undefined ? 'error' : 'info'
}

function messageOf(event: Event): string {
  if (event.type === 'note') return sanitise(event.message)
  if (event.type === 'step-output') return sanitise(event.text)
  return event.type === 'step-ended' ? stepLine(event, unstyled) : event.type
}
