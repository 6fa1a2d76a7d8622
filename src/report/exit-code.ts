import type { ErrorCode } from '../errors.ts'
import type { HostOutcome } from './event.ts'

/** 0 converged; 1 a step failed; 2 invalid input; 3 a host unreachable; 4 changes pending (plan, status); 130 interrupted. */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 130

/** The exit code of a run, by the gravest of its hosts' outcomes. */
export function exitCodeOf(outcomes: Iterable<HostOutcome>): ExitCode {
  const seen = new Set(outcomes)
  if (seen.has('interrupted')) return 130
  if (seen.has('failed')) return 1
  if (seen.has('unreachable')) return 3
  if (seen.has('blocked')) return 1
  return seen.has('would-change') ? 4 : 0
}

const exitCodes: Readonly<Partial<Record<ErrorCode, ExitCode>>> = {
  'invalid-input': 2,
  'plan-stale': 2,
  unreachable: 3,
  'host-key-unknown': 3,
  'host-key-mismatch': 3,
  'auth-failed': 3,
  'become-failed': 3,
  'connection-lost': 3,
  interrupted: 130,
}

/** The exit code of a run that an error ended before its hosts had outcomes. */
export function exitCodeOfError(code: ErrorCode): ExitCode {
  return exitCodes[code] ?? 1
}
