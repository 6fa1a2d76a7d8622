import { CRI, RUNTIME } from './tables.ts'
import { isTable, mergeTables, tableOf, tomlAt, type TomlTable } from '../../../toml/table.ts'

/** The shim of containerd 1.x that is gone in 2.0. It alone bears systemd_cgroup, no_pivot, runtime_engine and runtime_root. */
export const LINUX_V1 = 'io.containerd.runtime.v1.linux'
/** Shims that start runc, crun or what has their command line, and take SystemdCgroup among their options. */
const runcShims: ReadonlySet<unknown> = new Set(['io.containerd.runc.v1', 'io.containerd.runc.v2'])
/** Runtimes outside of `runtimes`, which containerd 1.x still reads. */
const deprecated = ['default_runtime', 'untrusted_workload_runtime'] as const

/** A runtime that pods can get, and where it is in the file. */
export interface FileRuntime {
  readonly name: string
  readonly path: readonly string[]
  readonly table: TomlTable
}

/** The runtimes of a file, in every table of the CRI that it has. One without a type is as good as none. */
export function runtimesOf(file: TomlTable): readonly FileRuntime[] {
  return [CRI, RUNTIME].flatMap((cri) => {
    const above = [...cri, 'containerd', 'runtimes']
    const tables = tomlAt(file, above)
    const named = isTable(tables)
      ? Object.entries(tables).map(([name, table]) => [name, [...above, name], table] as const)
      : []
    const old = deprecated.map(
      (name) => [name, [...cri, 'containerd', name], tomlAt(file, [...cri, 'containerd', name])] as const,
    )
    return [...named, ...old].flatMap(([name, path, table]) =>
      isTable(table) && typeof table['runtime_type'] === 'string' && table['runtime_type'] !== ''
        ? [{ name, path, table }]
        : [],
    )
  })
}

/**
 * The settings, and with them cgroups by systemd for every runtime of the file that knows the option: a pod in another
 * cgroup is outside of what kubelet limits. The switch for the former shim keeps the CRI from starting with any other.
 */
export function cgroupsBySystemd(file: TomlTable, settings: TomlTable): TomlTable {
  const runc = runtimesOf(file).filter(({ table }) => runcShims.has(table['runtime_type']))
  const options = runc.map(({ path }) => tableOf([...path, 'options', 'SystemdCgroup'], true))
  const former = tomlAt(file, [...CRI, 'systemd_cgroup']) === true ? [tableOf([...CRI, 'systemd_cgroup'], false)] : []
  return [...options, ...former].reduce(mergeTables, settings)
}
