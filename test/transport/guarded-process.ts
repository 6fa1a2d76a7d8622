import { spawn } from 'node:child_process'

/** Ends the program when this process is gone, even if by kill -9: then the guard's stdin closes. */
const guard = '"$@" </dev/null & program=$!; cat >/dev/null; kill "$program"; wait "$program"'

/** Starts a server that does not outlive the test run. */
export function startGuarded(file: string, args: readonly string[]): { stop: () => Promise<void> } {
  const child = spawn('sh', ['-c', guard, 'guard', file, ...args], { stdio: ['pipe', 'ignore', 'ignore'] })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  return {
    stop: () => {
      child.stdin.end()
      return ended
    },
  }
}
