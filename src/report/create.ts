import { messageOf } from '../errors.ts'
import type { Event } from './event.ts'
import { jsonLinesReporter } from './json-lines.ts'
import { PlainReporter } from './terminal/plain.ts'
import { fanOut, type Reporter } from './reporter.ts'
import { runLog } from './run-log.ts'
import { scrubbed } from './secrets/scrubbed.ts'
import { weakText, type Secrets } from './secrets/secrets.ts'
import { styleFor } from './style.ts'

export interface ReportOptions {
  readonly output: 'human' | 'json'
  readonly stdout: NodeJS.WriteStream
  /** The file of a run's log. */
  readonly logFileOf: (run: string) => string
  readonly secrets: Secrets
}

export interface Report extends Reporter {
  /** Where the run's log is, once the run has started. */
  readonly logFile: string | undefined
}

/** The reporters of one run: the one for whoever started it, and its log. */
export async function createReport(options: ReportOptions): Promise<Report> {
  const { secrets, logFileOf } = options
  const reporters = [scrubbed(await shown(options), secrets)]
  const all = fanOut(reporters)
  let logFile: string | undefined

  function start(event: Event & { type: 'run-started' }): void {
    const file = logFileOf(event.run)
    try {
      reporters.push(scrubbed(runLog(file), secrets))
      logFile = file
      all.emit({ ...event, logFile })
    } catch (error) {
      all.emit({ ...event, logFile: undefined })
      const message = `no log of this run is kept: ${messageOf(error)}`
      all.emit({ type: 'note', at: event.at, host: undefined, level: 'warning', message })
    }
  }

  function warnOfWeak(at: number): void {
    for (const what of secrets.takeWeak()) {
      all.emit({ type: 'note', at, host: undefined, level: 'warning', message: weakText(what) })
    }
  }

  return {
    ...all,
    emit: (event) => {
      if (event.type === 'run-started') start(event)
      else all.emit(event)
      if (event.type !== 'run-ended') warnOfWeak(event.at)
    },
    get logFile() {
      return logFile
    },
  }
}

async function shown({ output, stdout }: ReportOptions): Promise<Reporter> {
  if (output === 'json') return jsonLinesReporter(stdout)
  const style = styleFor(stdout)
  // A terminal without a size, or whose cursor cannot be moved, is as good as a pipe.
  const canRedraw = stdout.isTTY && stdout.columns > 0 && stdout.rows > 0 && process.env['TERM'] !== 'dumb'
  if (!canRedraw) return new PlainReporter(stdout, style)
  const { LiveReporter } = await import('./terminal/live.ts')
  return new LiveReporter(stdout, style)
}
