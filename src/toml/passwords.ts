import { parseToml } from './text.ts'
import { isTable, type TomlValue } from './table.ts'

const names: ReadonlySet<string> = new Set(['auth', 'password', 'identitytoken', 'identity_token'])

/** Passwords and tokens in a TOML file; none where it is not TOML. */
export function passwordsIn(text: string): readonly string[] {
  try {
    return passwordsOf(parseToml(text))
  } catch {
    return []
  }
}

/** The same of what such a file holds. */
export function passwordsOf(value: TomlValue): readonly string[] {
  if (Array.isArray(value)) return (value as readonly TomlValue[]).flatMap(passwordsOf)
  if (!isTable(value)) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === 'string' ? (names.has(key) && inner !== '' ? [inner] : []) : passwordsOf(inner),
  )
}
