import { main, report } from './main.ts'

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
void main(process, interruption.signal).then((code) => process.exit(code))
