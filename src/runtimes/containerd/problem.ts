import { containerdFormat, containerdTable } from './file.ts'
import { refusedByCri } from './refused.ts'
import { containerdFormats, type ContainerdFormat } from './settings.ts'
import { CRI, IMAGES } from './tables.ts'
import { parseToml, tomlMistake } from '../../toml/text.ts'
import { isTable, listAt, tomlAt, type TomlTable } from '../../toml/table.ts'

/** As many bytes as are read of a host's file. */
const LONGEST = 262_144
const NEWEST = containerdFormats.at(-1)

/**
 * Why a host's config.toml cannot be built upon, and what to do about it; undefined when it can.
 * @param settings what is to be in it, for each format
 * @param kernel as `uname -r` says
 */
export function containerdProblem(
  existing: string,
  settings: Readonly<Record<ContainerdFormat, TomlTable>>,
  kernel: string,
): string | undefined {
  if (Buffer.byteLength(existing) >= LONGEST) return 'it is longer than 256 KiB: move it away'
  try {
    const file = parseToml(existing)
    const format = containerdFormat(existing, 0)
    return (
      ofFormat(file) ??
      ofRegistries(file) ??
      (format === 0 ? undefined : refusedByCri(containerdTable(existing, settings[format]), kernel))
    )
  } catch (error) {
    return `${tomlMistake(error)}: correct it, or move it away`
  }
}

function ofFormat(file: TomlTable): string | undefined {
  const version = file['version'] ?? 1
  if (version !== 1)
    return containerdFormats.some((format) => format === version)
      ? undefined
      : `it is of format ${JSON.stringify(version)}, and nodeprep knows 2 to ${NEWEST}: write it in one of those`
  // Later formats call plugins io.containerd.…, and refuse anything else.
  const names = [...keysAt(file, ['plugins']), ...listAt(file, ['disabled_plugins']).filter((name) => name !== 'cri')]
  const old = names.map(String).filter((name) => !name.startsWith('io.containerd.'))
  if (old.length === 0) return undefined
  return `it is of format 1, with settings of ${old.join(', ')}, which later formats call by other names: write version = 2 and names such as plugins."io.containerd.grpc.v1.cri", or move it away`
}

/** The CRI refuses to start where they stand beside config_path. */
function ofRegistries(file: TomlTable): string | undefined {
  const found = [CRI, IMAGES].flatMap((cri) => {
    const registry = [...cri, 'registry']
    const configs = keysAt(file, [...registry, 'configs'])
    return [
      ...keysAt(file, [...registry, 'mirrors']).map((host) => `registry.mirrors of ${host}`),
      ...configs
        .filter((host) => isTable(tomlAt(file, [...registry, 'configs', host, 'tls'])))
        .map((host) => `registry.configs of ${host} with tls`),
    ]
  })
  if (found.length === 0) return undefined
  return `it has ${found.join(', ')}, which containerd takes only where it has no config_path: write them as spec.registries of cluster.yaml, and take these tables out of the file`
}

function keysAt(table: TomlTable, path: readonly string[]): readonly string[] {
  const value = tomlAt(table, path)
  return isTable(value) ? Object.keys(value) : []
}
