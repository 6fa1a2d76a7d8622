import type { ErrorCode } from '../errors.ts'
import { unstyled, type Style } from './style.ts'
import { sanitise } from './text.ts'

/** An error as an event or a NodeprepError carries it. */
export interface Told {
  readonly code: ErrorCode
  readonly message: string
  readonly remedy: string | undefined
}

/** What a person reads of an error: the message, then what to do about it. Never a stack. */
export function errorText({ code, message, remedy }: Told, style: Style = unstyled): string {
  const head = style('red', 'error:')
  if (code !== 'internal') return `${head} ${sanitise(message)}\n${indented(remedy)}`
  const sorry =
    'This should not have happened, and it is not your fault. Run it again with NODEPREP_DEBUG=1 and report what it says.'
  return `${head} internal: ${sanitise(message)}\n${indented(sorry)}${indented(remedy)}`
}

function indented(text: string | undefined): string {
  if (text === undefined || text === '') return ''
  return `${sanitise(text).trimEnd().replace(/^/gm, '  ')}\n`
}
