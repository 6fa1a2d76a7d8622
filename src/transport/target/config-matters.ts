import { readdir, readFile } from 'node:fs/promises'
import { dirname, isAbsolute, join } from 'node:path'
import type { TransportOptions } from '../run-options.ts'

/** Keywords that change nothing about how nodeprep connects; the first lines are all that Debian's own file has. */
const indifferent = new Set([
  ...['host', 'sendenv', 'setenv', 'hashknownhosts', 'gssapiauthentication', 'gssapidelegatecredentials'],
  ...['forwardagent', 'forwardx11', 'forwardx11trusted', 'xauthlocation', 'visualhostkey', 'loglevel', 'escapechar'],
  ...['controlmaster', 'controlpath', 'controlpersist', 'compression', 'addkeystoagent', 'requesttty'],
])

/**
 * Whether any OpenSSH configuration could change how a host is reached, so that `ssh -G` must be asked. A file whose
 * every keyword is known to be indifferent, whatever the host, cannot. In doubt the answer is yes. `filing` says whether
 * it matters how keys of new hosts are filed.
 */
export async function configMatters({ userConfig, systemConfig }: TransportOptions, filing: boolean): Promise<boolean> {
  const place = { systemFolder: dirname(systemConfig), filing }
  const answers = await Promise.all([userConfig, systemConfig].map((file) => fileMatters(file, place)))
  return answers.includes(true)
}

interface Place {
  readonly systemFolder: string
  readonly filing: boolean
}

async function fileMatters(file: string, place: Place): Promise<boolean> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    return !isMissing(error)
  }
  for (const line of text.split('\n')) {
    const [keyword = '', value = ''] = line.trim().split(/[\s=]+/, 2)
    const word = keyword.toLowerCase()
    if (place.filing && word === 'hashknownhosts') return true
    if (word === '' || word.startsWith('#') || indifferent.has(word)) continue
    if (word !== 'include' || (await includeMatters(value, place))) return true
  }
  return false
}

/** Only the usual `Include FOLDER/*.conf` is looked into; anything else counts as mattering. */
async function includeMatters(pattern: string, place: Place): Promise<boolean> {
  const folder = /^([^*?~"$%[]+)\/\*\.conf$/.exec(pattern)?.[1]
  if (folder === undefined) return true
  const path = isAbsolute(folder) ? folder : join(place.systemFolder, folder)
  let names: string[]
  try {
    names = await readdir(path)
  } catch (error) {
    return !isMissing(error)
  }
  const files = names.filter((name) => name.endsWith('.conf')).map((name) => join(path, name))
  const answers = await Promise.all(files.map((file) => fileMatters(file, place)))
  return answers.includes(true)
}

function isMissing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'ENOENT' || code === 'ENOTDIR'
}
