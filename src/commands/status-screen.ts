import { setTimeout as sleep } from 'node:timers/promises'
import { jsonLine } from '../report/json-lines.ts'
import { styleFor } from '../report/style.ts'
import { sanitise, widthOf } from '../report/text.ts'
import { statusJson } from '../status/status-json.ts'
import { statusText } from '../status/status-text.ts'
import type { Status } from '../status/status.ts'
import type { OutputKind } from './flags.ts'
import type { Io } from './io.ts'

/** Between the end of one look and the beginning of the next, in milliseconds. */
const PAUSE = 5000

/** Where a status is shown: on a terminal `--watch` draws each over the one before, elsewhere they follow each other. */
export function statusScreen(
  { stdout, signal }: Pick<Io, 'stdout' | 'signal'>,
  { output, watch = false }: { readonly output: OutputKind; readonly watch?: boolean | undefined },
) {
  const style = styleFor(stdout)
  // Asked for each time: a terminal can be made wider or narrower.
  const columns = (): number | undefined => (stdout.isTTY && stdout.columns > 0 ? stdout.columns : undefined)
  const redraws =
    watch && output === 'human' && columns() !== undefined && stdout.rows > 0 && process.env['TERM'] !== 'dumb'

  function show(status: Status): void {
    if (output === 'json') return void stdout.write(jsonLine(statusJson(status)))
    const head = watch
      ? `${status.at.toISOString().slice(0, 19)}Z, again in ${PAUSE / 1000} s; Ctrl-C ends this\n\n`
      : ''
    const text = `${head}${statusText(status, style, columns())}`
    if (!redraws) return void stdout.write(watch ? `${text}\n` : text)
    const lines = fitting(text.trimEnd().split('\n'), stdout.columns, stdout.rows)
    stdout.write(`\u001B[H${lines.map((line) => `${line}\u001B[K\n`).join('')}\u001B[J`)
  }

  /** Waits until the next look is due; false when the user has interrupted meanwhile. */
  const pause = (): Promise<boolean> => sleep(PAUSE, true, { signal }).catch(() => false)

  if (redraws) stdout.write('\u001B[2J')
  return { show, pause }
}

/** As many lines from the top as a terminal has room for, those that it breaks counted as it shows them. Pure. */
export function fitting(lines: readonly string[], columns: number, rows: number): readonly string[] {
  const heights = lines.map((line) => Math.max(1, Math.ceil(widthOf(sanitise(line)) / columns)))
  const room = rows - 1
  if (heights.reduce((sum, height) => sum + height, 0) <= room) return lines
  let left = room - 1
  const shown = lines.filter((_, i) => (left -= left < 0 ? 0 : (heights[i] ?? 1)) >= 0)
  return [...shown, `… ${lines.length - shown.length} more lines`]
}
