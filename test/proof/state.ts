import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import type { Count } from './count.ts'

/** How a stage ended. */
export interface Outcome extends Count {
  readonly seconds: number
  /** ISO 8601. */
  readonly date: string
}

export type State = Readonly<Record<string, Outcome>>

/** What is known of one version of the code, and its logs; in the user's cache folder. */
export function stateFolder(version: string): string {
  const xdg = process.env['XDG_CACHE_HOME']
  const folder = join(xdg !== undefined && xdg !== '' ? xdg : join(homedir(), '.cache'), 'nodeprep-proof', version)
  mkdirSync(folder, { recursive: true })
  return folder
}

export function readState(folder: string): State {
  const file = join(folder, 'state.json')
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as State) : {}
}

export async function writeState(folder: string, state: State): Promise<void> {
  await writeFileAtomic(join(folder, 'state.json'), `${JSON.stringify(state, null, 1)}\n`)
}

export const hasPassed = (outcome: Outcome | undefined): boolean => outcome?.failed === 0
