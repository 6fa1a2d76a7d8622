/** What a command may touch of its process; cli.ts hands in the real one. */
export interface Io {
  readonly stdin: NodeJS.ReadStream
  readonly stdout: NodeJS.WriteStream
  readonly stderr: NodeJS.WriteStream
  readonly env: Readonly<Record<string, string | undefined>>
  /** The words of the command line after the program's name. */
  readonly argv: readonly string[]
  /** Aborted when the user wants to stop. */
  readonly signal: AbortSignal
  /** Aborted when the user asks again: whoever listens has to be done at once, for the process ends right after. */
  readonly leaving: AbortSignal
}
