import { readBefore, type Before } from './before.ts'

/** How a step ended, as its program says it. */
export type SaidOutcome = 'ok' | 'changed' | 'would-change' | 'failed' | 'blocked'

/** What a program says, read by {@link readMessage}. Steps are counted from 1. */
export type ProgramMessage =
  | { readonly type: 'begin' }
  | { readonly type: 'start' | 'go' | 'reboot'; readonly step: number }
  | { readonly type: 'before'; readonly before: Before }
  | { readonly type: 'say' | 'warn'; readonly text: string }
  | { readonly type: 'await'; readonly step: number; readonly name: string }
  | { readonly type: 'value'; readonly name: string; readonly value: string }
  | { readonly type: 'report'; readonly step: number; readonly text: string }
  | {
      readonly type: 'ended'
      readonly step: number
      readonly outcome: SaidOutcome
      /** `failed`: the status of its apply, or in a plan why apply refuses; `blocked`: the value that it awaits. */
      readonly why: string
    }
  | { readonly type: 'end'; readonly why: '' | 'stopped' | 'failed' | 'blocked' }

/** The program of another run that holds the host. */
export interface Busy {
  readonly run: string
  readonly nonce: string
  readonly since: string
  readonly who: string
}

/** Text for people, in characters. It is cut to what is shown only when secrets are out of it: report/scrubbed.ts. */
const LONGEST_TEXT = 8192
/** A value that crosses hosts, in bytes: a token, a key, a list of names. */
const LARGEST_VALUE = 16_384
/** What a step reports to the client, in bytes; np_report in prelude/values.sh has the same. */
const LARGEST_REPORT = 262_144
const base64Of = (bytes: number): number => Math.ceil(bytes / 3) * 4

const NUMBER = /^[1-9]\d{0,4}$/
const NAME = /^[A-Za-z0-9][A-Za-z0-9.-]{0,127}$/
const RUN = /^[A-Za-z0-9][\w.-]{0,299}$/
const NONCE = /^[\w-]{1,64}$/
const TIME = /^(?:unknown|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)$/
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/
/** Line ends and tabs are the only control characters of a value: nothing else can be typed into a file of a host's. */
const control = /(?![\n\t])[\p{Cc}\u2028\u2029]/u

const outcomes: Readonly<Record<string, SaidOutcome>> = {
  ok: 'ok',
  changed: 'changed',
  would: 'would-change',
  failed: 'failed',
  blocked: 'blocked',
}

/**
 * Reads what a program said. Whatever a host says is foreign: each message has a schema and a bound, and what does not fit
 * is undefined, as if it had not been said. Whether a message is one that may come now is up to the runner.
 */
export function readMessage(name: string, rest: string): ProgramMessage | undefined {
  const [first = '', second = '', ...more] = rest.split(' ', 5)
  if (name === 'begin') return rest === '' ? { type: 'begin' } : undefined
  if (name === 'value') return readValue(first, second)
  if (name === 'end') return readEnd(second)
  // Before its first step a program is at step 0: it waits for what another one left at work.
  if ((name === 'say' || name === 'warn') && /^\d{1,5}$/.test(first))
    return { type: name, text: rest.slice(first.length + 1, first.length + 1 + LONGEST_TEXT) }
  if (!NUMBER.test(first)) return undefined
  const step = Number(first)
  if (name === 'start' || name === 'go' || name === 'reboot') return { type: name, step }
  if (name === 'report') {
    const text = readText(second, LARGEST_REPORT)
    return text === undefined ? undefined : { type: 'report', step, text }
  }
  if (name === 'await') return NAME.test(second) ? { type: 'await', step, name: second } : undefined
  if (name === 'before') {
    const before = readBefore(second, more)
    return before && { type: 'before', before }
  }
  if (name === 'denied')
    return { type: 'ended', step, outcome: 'failed', why: rest.slice(first.length + 1).slice(0, LONGEST_TEXT) }
  const outcome = Object.hasOwn(outcomes, name) ? outcomes[name] : undefined
  return outcome && readEnded(step, outcome, second)
}

function readEnded(step: number, outcome: SaidOutcome, why: string): ProgramMessage | undefined {
  if (outcome === 'failed') return /^\d{1,3}$/.test(why) ? { type: 'ended', step, outcome, why } : undefined
  if (outcome === 'blocked') return NAME.test(why) ? { type: 'ended', step, outcome, why } : undefined
  return { type: 'ended', step, outcome, why: '' }
}

function readEnd(why: string): ProgramMessage | undefined {
  return why === '' || why === 'stopped' || why === 'failed' || why === 'blocked' ? { type: 'end', why } : undefined
}

function readValue(name: string, base64: string): ProgramMessage | undefined {
  const value = NAME.test(name) ? readText(base64, LARGEST_VALUE) : undefined
  return value === undefined ? undefined : { type: 'value', name, value }
}

function readText(base64: string, most: number): string | undefined {
  if (base64.length > base64Of(most) || !BASE64.test(base64)) return undefined
  const text = decode(base64)
  return text === undefined || control.test(text) ? undefined : text
}

/** Text of UTF-8; undefined for other bytes. */
function decode(base64: string): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(base64, 'base64'))
  } catch {
    return undefined
  }
}

/** Reads who holds a host: run, nonce, since when, who. undefined where that cannot be. */
export function readBusy(rest: string): Busy | undefined {
  const [run = '', nonce = '', since = '', ...words] = rest.slice(0, LONGEST_TEXT).split(' ')
  if (!RUN.test(run) || !NONCE.test(nonce) || !TIME.test(since)) return undefined
  return { run, nonce, since, who: words.join(' ').slice(0, 200) }
}

/** Words of a host for people, as much as a person reads. */
export const readWords = (rest: string): string => rest.slice(0, LONGEST_TEXT)
