import { join } from 'node:path'
import { execa } from 'execa'

const root = join(import.meta.dirname, '../..')
const tsx = import.meta.resolve('tsx')

export interface CliResult {
  readonly exitCode: number | undefined
  readonly stdout: string
  readonly stderr: string
}

/** argv that runs nodeprep from its sources. */
export const nodeprep: readonly [string, ...string[]] = [process.execPath, '--import', tsx, join(root, 'src/cli.ts')]

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
