import { main, report } from './cli/main.ts'

const stopping = new AbortController()
const leaving = new AbortController()

/** One press of Ctrl-C may come twice: from the terminal, and from a parent such as npm that passes it on. Milliseconds. */
const ONE_PRESS = 300
let firstAt = 0

function interrupt(): void {
  const now = performance.now()
  if (!stopping.signal.aborted) {
    firstAt = now
    stopping.abort()
  } else if (now - firstAt > ONE_PRESS) {
    leaving.abort()
    process.exit(130)
  }
}

/** How long something that is still open may keep the process when all is done. Milliseconds. */
const LINGER = 500

/**
 * Ends by itself rather than by process.exit(): that can wait for ever for V8's compiler threads, which wait for a collection of
 * garbage that never comes (nodejs/node#54918). A process that was idle for a while has none at work.
 */
function leave(code: number): void {
  process.exitCode = code
  setTimeout(() => process.exit(code), LINGER).unref()
}

process.on('SIGINT', interrupt)
process.on('SIGTERM', interrupt)
process.on('SIGHUP', () => stopping.abort())
process.on('uncaughtException', (error) => process.exit(report(error, process)))
void main(process, { signal: stopping.signal, leaving: leaving.signal }).then(leave)
