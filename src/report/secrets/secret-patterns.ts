import type { Span } from './word-matcher.ts'

export interface LabelledSpan {
  readonly span: Span
  /** What is shown instead. */
  readonly label: string
}

/** What looks like a key or a token. Where a pattern has a group, only what follows the group is secret. */
const patterns: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, '[private key]'],
  // An id and a secret: the token that a host joins with.
  [/(?<![a-z0-9.])[a-z0-9]{6}\.[a-z0-9]{16}(?![a-z0-9.])/g, '[token]'],
  [/(?<![\w-])eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}/g, '[token]'],
  [/\b((?:bearer|basic) )[\w.~+/=-]{8,}/gi, '[token]'],
  [/((?:certificate-?key|client-key-data|secretboxkey)["'\s:=]+)[A-Za-z0-9+/=]{16,}/gi, '[key]'],
  [/((?:password|passwd|passphrase)["']?\s*[:=]\s*["']?)[^\s"',]+/gi, '[password]'],
]

/** Where such things stand in a text, pattern by pattern. */
export function secretLooking(text: string): readonly LabelledSpan[] {
  return patterns.flatMap(([pattern, label]) =>
    Array.from(text.matchAll(pattern), (match) => {
      const start = match.index + (match[1]?.length ?? 0)
      return { span: [start, match.index + match[0].length] as const, label }
    }),
  )
}
