import { createHmac, randomBytes } from 'node:crypto'

/** One key in a known_hosts file (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT). */
export interface KnownHost {
  readonly marker: 'revoked' | 'cert-authority' | undefined
  readonly patterns: string
  readonly keyType: string
  /** The public key in base64. */
  readonly key: string
  readonly file: string
  readonly line: number
}

const markers = { '@revoked': 'revoked', '@cert-authority': 'cert-authority' } as const

/** Reads a known_hosts file; lines that are no entry are passed over, as OpenSSH does. */
export function parseKnownHosts(text: string, file: string): KnownHost[] {
  return text.split('\n').flatMap((content, index) => {
    const fields = content.trim().split(/[ \t]+/)
    const first = fields[0] ?? ''
    if (first === '' || first.startsWith('#')) return []
    const marker = first === '@revoked' || first === '@cert-authority' ? markers[first] : undefined
    if (first.startsWith('@') && !marker) return []
    const [patterns, keyType, key] = marker ? fields.slice(1) : fields
    if (patterns === undefined || keyType === undefined || key === undefined) return []
    return [{ marker, patterns, keyType, key, file, line: index + 1 }]
  })
}

/** Finds the entries about a name. Plain names, which most are, by a table: a run may have a thousand hosts. */
export function knownHostsIndex(entries: readonly KnownHost[]): (name: string) => readonly KnownHost[] {
  const plain = new Map<string, KnownHost[]>()
  const others: KnownHost[] = []
  for (const entry of entries) {
    if (/[|*?!]/.test(entry.patterns)) others.push(entry)
    else
      for (const name of new Set(entry.patterns.toLowerCase().split(',')))
        plain.set(name, [...(plain.get(name) ?? []), entry])
  }
  return (name) => [...(plain.get(name.toLowerCase()) ?? []), ...others.filter((entry) => isAbout(entry, name))]
}

/** Whether the entry is about the host that is filed under `name` (`host`, or `[host]:port` when the port is not 22). */
export function isAbout(entry: KnownHost, name: string): boolean {
  const wanted = name.toLowerCase()
  if (entry.patterns.startsWith('|1|')) return isHashOf(entry.patterns, wanted)
  let found = false
  for (const pattern of entry.patterns.toLowerCase().split(',')) {
    // A negated pattern that matches rules the entry out, whatever else matches.
    if (pattern.startsWith('!')) {
      if (matchesPattern(pattern.slice(1), wanted)) return false
    } else if (matchesPattern(pattern, wanted)) found = true
  }
  return found
}

function isHashOf(hashed: string, name: string): boolean {
  const [, , salt, hash] = hashed.split('|')
  return salt !== undefined && hash === hashName(name, salt)
}

function hashName(name: string, salt: string): string {
  return createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest('base64')
}

/** Matches the wildcards `*` and `?`, without a regular expression: a hostile pattern must not cost exponential time. */
export function matchesPattern(pattern: string, name: string): boolean {
  let p = 0
  let n = 0
  let star = -1
  let resume = 0
  while (n < name.length) {
    // The star first: a name may hold a literal star too.
    if (pattern[p] === '*') {
      star = p
      p += 1
      resume = n
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === name[n])) {
      p += 1
      n += 1
    } else if (star >= 0) {
      p = star + 1
      resume += 1
      n = resume
    } else return false
  }
  while (pattern[p] === '*') p += 1
  return p === pattern.length
}

/** A line for a known_hosts file, without its line end. `key` is the public key in base64. */
export function knownHostsLine(name: string, keyType: string, key: string, hashed: boolean): string {
  const salt = randomBytes(20).toString('base64')
  return `${hashed ? `|1|${salt}|${hashName(name.toLowerCase(), salt)}` : name} ${keyType} ${key}`
}
