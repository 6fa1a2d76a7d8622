import { containerdFormat, fitTo } from './file.ts'
import { refusedByCri } from './refused.ts'
import { containerdFormats, type ContainerdFormat } from './settings.ts'
import { CRI, IMAGES } from './tables.ts'
import { isTable, listAt, mergeTables, tomlAt, type TomlTable } from '../../../toml/table.ts'

const NEWEST = containerdFormats.at(-1)

/**
 * Why a host's config.toml cannot be built upon, and what to do about it; '' when it can.
 * @param settings what is to be in it, for each format
 * @param kernel as `uname -r` says
 */
export function refusalOf(
  file: TomlTable,
  settings: Readonly<Record<ContainerdFormat, TomlTable>>,
  kernel: string,
): string {
  const format = containerdFormat(file, 0)
  const ofCri = () =>
    format === 0 ? undefined : refusedByCri(mergeTables(file, fitTo(file, settings[format])), kernel)
  return ofFormat(file) ?? ofRegistries(file) ?? ofCri() ?? ''
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
