import { readdir, readFile } from 'node:fs/promises'
import { dirname, isAbsolute, join } from 'node:path'
import type { TransportOptions } from './options.ts'

/** Keywords that change nothing about how nodeprep connects; the first lines are all that Debian's own file has. */
const indifferent = new Set([
  ...['host', 'sendenv', 'setenv', 'hashknownhosts', 'gssapiauthentication', 'gssapidelegatecredentials'],
  ...['forwardagent', 'forwardx11', 'forwardx11trusted', 'xauthlocation', 'visualhostkey', 'loglevel', 'escapechar'],
  ...['controlmaster', 'controlpath', 'controlpersist', 'compression', 'addkeystoagent', 'requesttty'],
])

/**
 * Whether any OpenSSH configuration could change how a host is reached, so that `ssh -G` must be asked. A file whose
 * every keyword is known to be indifferent, whatever the host, cannot. In doubt the answer is yes.
 */
export async function configMatters({ userConfig, systemConfig }: TransportOptions): Promise<boolean> {
  const answers = await Promise.all([userConfig, systemConfig].map((file) => fileMatters(file, dirname(systemConfig))))
  return answers.includes(true)
}

async function fileMatters(file: string, systemFolder: string): Promise<boolean> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    return !isMissing(error)
  }
  for (const line of text.split('\n')) {
    const [keyword = '', value = ''] = line.trim().split(/[\s=]+/, 2)
    if (keyword === '' || keyword.startsWith('#') || indifferent.has(keyword.toLowerCase())) continue
    if (keyword.toLowerCase() !== 'include' || (await includeMatters(value, systemFolder))) return true
  }
  return false
}

/** Only the usual `Include FOLDER/*.conf` is looked into; anything else counts as mattering. */
async function includeMatters(pattern: string, systemFolder: string): Promise<boolean> {
  const folder = /^([^*?~"$%[]+)\/\*\.conf$/.exec(pattern)?.[1]
  if (folder === undefined) return true
  const path = isAbsolute(folder) ? folder : join(systemFolder, folder)
  let names: string[]
  try {
    names = await readdir(path)
  } catch (error) {
    return !isMissing(error)
  }
  const files = names.filter((name) => name.endsWith('.conf')).map((name) => join(path, name))
  const answers = await Promise.all(files.map((file) => fileMatters(file, systemFolder)))
  return answers.includes(true)
}

function isMissing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'ENOENT' || code === 'ENOTDIR'
}
