import { spawn } from 'node:child_process'

/** A command line to take the time of. */
export interface Contender {
  readonly name: string
  readonly command: readonly [string, ...string[]]
  readonly cwd: string
  readonly env?: Readonly<Record<string, string>>
  /** Throws when the run was not the one that is to be measured: a failure, or one that changed something. */
  readonly verify: (outcome: Outcome) => void
}

export interface Outcome {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  /** When it was started and when it had ended, in milliseconds since the epoch with fractions. */
  readonly began: number
  readonly ended: number
}

const now = (): number => performance.timeOrigin + performance.now()

/** Runs a contender once, from before its process is made until it has ended and all its output is there. */
export async function runOnce({ name, command, cwd, env = {}, verify }: Contender): Promise<Outcome> {
  const [file, ...args] = command
  const began = now()
  const child = spawn(file, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  const output = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()))
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve))
  const outcome = { ...output, code, began, ended: now() }
  try {
    verify(outcome)
  } catch (cause) {
    throw new Error(`${name}: ${String(cause)}\n${output.stdout.slice(-2000)}${output.stderr.slice(-2000)}`, { cause })
  }
  return outcome
}

/** Wall times of each contender in milliseconds, one list each, after a first round that does not count. */
export async function alternate(contenders: readonly Contender[], rounds: number): Promise<number[][]> {
  const times = contenders.map((): number[] => [])
  for (let round = 0; round <= rounds; round += 1) {
    // Each is first as often as the others: what one leaves behind must not always hit the same one.
    for (let i = 0; i < contenders.length; i += 1) {
      const which = (round + i) % contenders.length
      const contender = contenders[which]
      if (contender === undefined) continue
      const { began, ended } = await runOnce(contender)
      if (round > 0) times[which]?.push(ended - began)
    }
  }
  return times
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  return ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle)] ?? NaN)) / 2
}
