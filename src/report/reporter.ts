import type { Emit } from './event.ts'

/** Consumes the events of one run and shows or stores them. Never throws into the run. */
export interface Reporter {
  readonly emit: Emit
  /** Takes its live lines off the terminal while a question is asked. */
  suspend?(): void
  /** Goes on where {@link suspend} stopped. */
  resume?(): void
  /** Finishes what is still to be written. Never rejects. */
  close(): Promise<void> | void
}

/** The part of a tty.WriteStream or any other writable that reporters use. */
export interface Output {
  write(text: string): unknown
  readonly isTTY?: boolean
  readonly columns?: number
  readonly rows?: number
  hasColors?(): boolean
}

/** Several reporters as one, in the given order. */
export function fanOut(reporters: readonly Reporter[]): Reporter {
  return {
    emit: (event) => {
      for (const reporter of reporters) reporter.emit(event)
    },
    suspend: () => {
      for (const reporter of reporters) reporter.suspend?.()
    },
    resume: () => {
      for (const reporter of reporters) reporter.resume?.()
    },
    close: async () => {
      for (const reporter of reporters) await reporter.close()
    },
  }
}
