/** Every kind of failure that nodeprep itself names. Nobody matches message text: tell failures apart by this. */
export type ErrorCode =
  | 'invalid-input'
  | 'unreachable'
  | 'host-key-unknown'
  | 'host-key-mismatch'
  | 'auth-failed'
  | 'become-failed'
  | 'connection-lost'
  | 'busy'
  | 'protocol'
  | 'preflight'
  | 'step-failed'
  | 'plan-stale'
  | 'interrupted'
  | 'internal'

export interface ErrorDetails {
  /** What the user can do about it, as a full sentence. */
  readonly remedy?: string
  readonly cause?: unknown
}

/** An error meant for people: the message names host, step or file:line:column; the remedy says what to do. */
export class NodeprepError extends Error {
  readonly code: ErrorCode
  readonly remedy: string | undefined

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, { cause: details.cause })
    this.name = 'NodeprepError'
    this.code = code
    this.remedy = details.remedy
  }
}

/** The text of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** Anything thrown, as an error that has a code. */
export function asNodeprepError(error: unknown): NodeprepError {
  return error instanceof NodeprepError ? error : new NodeprepError('internal', messageOf(error), { cause: error })
}
