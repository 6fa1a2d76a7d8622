import { parseToml } from '../../toml/text.ts'
import { isTable, type TomlValue } from '../../toml/table.ts'

const names: ReadonlySet<string> = new Set(['auth', 'password', 'identitytoken', 'identity_token'])

/** Passwords and tokens of registries in a config.toml; none where it is not TOML. */
export function containerdSecrets(text: string): readonly string[] {
  try {
    return find(parseToml(text))
  } catch {
    return []
  }
}

function find(value: TomlValue): readonly string[] {
  if (!isTable(value)) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === 'string' ? (names.has(key) && inner !== '' ? [inner] : []) : find(inner),
  )
}
