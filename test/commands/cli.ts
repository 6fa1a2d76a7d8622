import { join } from 'node:path'
import { execa } from 'execa'

const root = join(import.meta.dirname, '../..')

export interface CliResult {
  readonly exitCode: number | undefined
  readonly stdout: string
  readonly stderr: string
}

/** argv that runs the bundle, which starts several times as fast as the sources (test/bundle.ts builds it). */
export const nodeprep: readonly [string, ...string[]] = [process.execPath, join(root, 'dist/nodeprep.js')]

/** Runs nodeprep with its state below `cwd`, so that no test leaves logs with the user. */
export async function cli(args: readonly string[], cwd: string, env: Record<string, string> = {}): Promise<CliResult> {
  const [program, ...first] = nodeprep
  const { exitCode, stdout, stderr } = await execa(program, [...first, ...args], {
    ...{ cwd, reject: false, stdin: 'ignore', stripFinalNewline: false, extendEnv: true },
    env: { XDG_STATE_HOME: join(cwd, 'state'), ...env },
  })
  return { exitCode, stdout, stderr }
}

/** A shell's single-quoted words. */
export function words(args: readonly string[]): string {
  return args.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ')
}
