import { spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Stage } from './stage.ts'
import type { Outcome } from './state.ts'

/** Where a stage's output goes. */
export const logOf = (folder: string, { name }: Stage): string => join(folder, `${name.replace('/', '-')}.log`)

/** Runs a stage to its end. What it writes is in the folder, and stays there for the next start. */
export async function runStage(stage: Stage, folder: string): Promise<Outcome> {
  const log = logOf(folder, stage)
  const json = log.replace(/log$/, 'json')
  const began = Date.now()
  const cache = join(folder, 'empty-cache')
  if (stage.fromNothing === true) {
    await rm(cache, { recursive: true, force: true })
    await mkdir(cache)
  }
  const env = stage.fromNothing === true ? { ...process.env, XDG_CACHE_HOME: cache } : process.env
  const exitCode = await logged(stage.command(json), log, env)
  if (stage.fromNothing === true) await rm(cache, { recursive: true, force: true })
  const read = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '')
  const count = stage.count({ exitCode, log: read(log), json: read(json) })
  return { ...count, seconds: Math.round((Date.now() - began) / 1000), date: new Date().toISOString() }
}

function logged([command = '', ...args]: readonly string[], log: string, env: NodeJS.ProcessEnv): Promise<number> {
  const out = openSync(log, 'w')
  return new Promise<number>((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', out, out], env })
    child.on('error', reject)
    child.on('close', (code) => resolve(code ?? 1))
  }).finally(() => closeSync(out))
}
