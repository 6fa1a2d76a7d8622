import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** Logs of runs that are kept. */
const KEPT = 100

/** Removes all but the newest logs of runs from their folder, by their names, which sort by time. Never throws. */
export function pruneRunLogs(folder: string): void {
  try {
    const logs = readdirSync(folder).filter((name) => /^\d{8}T\d{6}-[0-9a-f]{4}\.log$/.test(name))
    for (const name of logs.sort().slice(0, -KEPT)) rmSync(join(folder, name))
  } catch {
    // What cannot be tidied up is no reason to say anything.
  }
}
