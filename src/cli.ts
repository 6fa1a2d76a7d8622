#!/usr/bin/env node
import nodeModule from 'node:module'

// Node 22 and later keep compiled code on disk, which only helps what is loaded after this line.
const { enableCompileCache } = nodeModule as { enableCompileCache?: () => void }
enableCompileCache?.()
const { main, report } = await import('./main.ts')

const interruption = new AbortController()

function stop(): void {
  if (interruption.signal.aborted) return
  process.stderr.write('\nStopping after the steps that run now; press Ctrl-C again to leave at once.\n')
  interruption.abort()
}

process.on('SIGINT', () => (interruption.signal.aborted ? process.exit(130) : stop()))
process.on('SIGTERM', stop)
process.on('SIGHUP', stop)
process.on('uncaughtException', (error) => process.exit(report(error, process)))
process.exit(await main(process, interruption.signal))
