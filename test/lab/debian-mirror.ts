import { run } from './run.ts'
import { aptUpdate } from './tools.ts'

/** Where this machine gets Debian from: base URIs without a trailing slash. */
export interface DebianMirror {
  readonly main: string
  readonly security: string
}

/**
 * Reads the Debian mirror from the machine's own apt. On a machine that has none (Ubuntu), undefined:
 * mmdebstrap then uses its own default.
 */
export async function debianMirror(): Promise<DebianMirror | undefined> {
  const found = await configuredMirror()
  if (found !== undefined) return found
  // Origin and label are only known once the lists were fetched.
  await aptUpdate()
  return configuredMirror()
}

async function configuredMirror(): Promise<DebianMirror | undefined> {
  const format = '$(ORIGIN)|$(LABEL)|$(REPO_URI)'
  const listed = await run('apt-get', ['indextargets', '--format', format, 'Created-By: Packages'])
  const uris = new Map<string, string>()
  for (const line of listed.split('\n')) {
    const [origin, label, uri] = line.split('|')
    if (origin === 'Debian' && label !== undefined && uri !== undefined) uris.set(label, uri.replace(/\/$/, ''))
  }
  const main = uris.get('Debian')
  if (main === undefined) return undefined
  return { main, security: uris.get('Debian-Security') ?? main.replace(/debian$/, 'debian-security') }
}

/** One-line apt sources of a Debian suite with its updates and security updates, deb-src too if asked. */
export function aptSources(mirror: DebianMirror, suite: string, types: readonly string[] = ['deb']): string {
  const key = '[signed-by=/usr/share/keyrings/debian-archive-keyring.gpg]'
  const places = [`${mirror.main} ${suite}`, `${mirror.main} ${suite}-updates`, `${mirror.security} ${suite}-security`]
  return types.flatMap((type) => places.map((place) => `${type} ${key} ${place} main\n`)).join('')
}

/** The machine's own apt settings that a build of another tree must share: proxies, and an archived mirror's old date. */
export async function aptOptions(): Promise<string[]> {
  const names = ['Acquire::http::Proxy', 'Acquire::https::Proxy', 'Acquire::Check-Valid-Until']
  const dump = await run('apt-config', ['dump'])
  return dump.split('\n').filter((line) => names.some((name) => line.startsWith(`${name} `)))
}
