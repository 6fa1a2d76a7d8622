import { hostname, userInfo } from 'node:os'
import { join } from 'node:path'

/** What the tokens of a path in an OpenSSH configuration stand for (ssh_config(5), TOKENS). */
export interface Tokens {
  readonly home: string
  readonly host: string
  /** The host as it was asked for, before HostName. */
  readonly original: string
  readonly port: number
  readonly user: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/** Expands `~`, `%` tokens and `${VARIABLES}` in a path; a token it does not know stays, and the file is not found. */
export function expandPath(path: string, tokens: Tokens): string {
  const values: Record<string, () => string> = {
    '%': () => '%',
    d: () => tokens.home,
    h: () => tokens.host,
    i: () => String(userInfo().uid),
    l: () => hostname(),
    n: () => tokens.original,
    p: () => String(tokens.port),
    r: () => tokens.user,
    u: () => userInfo().username,
  }
  const expanded = path
    .replace(/\$\{(\w+)\}/g, (whole, name: string) => tokens.env[name] ?? whole)
    .replace(/%(.)/g, (whole, token: string) => values[token]?.() ?? whole)
  return expanded === '~' || expanded.startsWith('~/') ? join(tokens.home, expanded.slice(1)) : expanded
}
