import { stringify } from 'smol-toml'
import { editToml } from './edit.ts'
import { mergeTables, withoutAll, type TomlTable } from './table.ts'
import { parseToml } from './text.ts'

/**
 * A file's text with settings over it: as it is where all of them hold already, else changed in those places, and everything
 * else stays. A new one has them alone. Throws what {@link parseToml} throws.
 * @param unset paths of what is taken out before
 */
export function withSettings(
  existing: string,
  settings: TomlTable,
  unset: readonly (readonly string[])[] = [],
): string {
  if (existing.trim() === '')
    return `# Written by nodeprep; other settings that are put here stay.\n${stringify(settings)}`
  return editToml(existing, mergeTables(withoutAll(parseToml(existing), unset), settings))
}
