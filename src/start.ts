#!/usr/bin/env node
import { lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire, wrap } from 'node:module'
import { join } from 'node:path'
import { Script } from 'node:vm'
import { cacheFolder, isPrivateFolder } from './cache-folder.ts'

// The start of the bundle. Compiling what a command needs takes longer than running it, so V8's compiled code is kept
// in the user's cache folder, for each command its own. The build fills in the digest: V8 itself compares only lengths.
declare const BUNDLE_DIGEST: string

const bundle = join(__dirname, 'main.cjs')
const folder = cacheFolder(process.env, process.cwd())
const command = /^[a-z]+$/.exec(process.argv[2] ?? '')?.[0] ?? 'other'
const generation = `${BUNDLE_DIGEST}-${process.version}-${process.arch}`
const name = `${generation}-${command}`

/** Code that somebody else could have put there, as under `sudo` with another user's home, is not run. */
function isOwn(path: string): boolean {
  const { uid, mode } = lstatSync(path)
  return uid === process.getuid?.() && (mode & 0o022) === 0
}

function read(): Buffer | undefined {
  try {
    if (folder === undefined || !isPrivateFolder(folder)) return undefined
    return isOwn(join(folder, name)) ? readFileSync(join(folder, name)) : undefined
  } catch {
    return undefined
  }
}

/** Leaves compiled code for the next start; that it cannot is no reason to say anything. */
function keep(script: Script): void {
  if (folder === undefined) return
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    if (!isPrivateFolder(folder)) return
    for (const old of readdirSync(folder)) if (!old.startsWith(BUNDLE_DIGEST)) rmSync(join(folder, old))
    const temporary = join(folder, `${name}.${process.pid}`)
    writeFileSync(temporary, script.createCachedData(), { mode: 0o600 })
    renameSync(temporary, join(folder, name))
  } catch {
    return
  }
}

const cachedData = read()
const script = new Script(wrap(readFileSync(bundle, 'utf8')), {
  filename: bundle,
  ...(cachedData !== undefined && { cachedData }),
})
// At the end, when all functions that this command needs have been compiled.
if (cachedData === undefined || script.cachedDataRejected === true) process.on('exit', () => keep(script))

type Wrapped = (exports: object, require: NodeJS.Require, module: object, file: string, folder: string) => void
const start = script.runInThisContext() as Wrapped
const target = { exports: {} }
start(target.exports, createRequire(bundle), target, bundle, __dirname)
