import { execa } from 'execa'

/** What a finished command left behind. */
export interface RunResult {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs a program to its end; never throws for its exit code. `input` goes to its stdin, which is empty otherwise. */
export async function tryRun(file: string, args: readonly string[], input = ''): Promise<RunResult> {
  const result = await execa(file, args, { reject: false, input, stripFinalNewline: false })
  const stderr = result.exitCode === undefined ? `${result.stderr}${result.shortMessage ?? ''}` : result.stderr
  return { code: result.exitCode ?? 255, stdout: result.stdout, stderr }
}

/** Runs a program and returns its output. Throws an Error with the end of its stderr when it fails. */
export async function run(file: string, args: readonly string[], input = ''): Promise<string> {
  const { code, stdout, stderr } = await tryRun(file, args, input)
  if (code === 0) return stdout
  const end = `${stdout}${stderr}`.trimEnd().split('\n').slice(-20).join('\n')
  throw new Error(`${file} ${args.join(' ')} failed with exit code ${code}:\n${end}`)
}
