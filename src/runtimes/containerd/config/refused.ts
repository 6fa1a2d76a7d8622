import { LINUX_V1, runtimesOf, type FileRuntime } from './runtimes.ts'
import { CRI, IMAGES, RUNTIME } from './tables.ts'
import { isTable, listAt, tomlAt, type TomlTable } from '../../../toml/table.ts'
import { tomlKey } from '../../../toml/text.ts'
import { compareVersions } from '../../../kubernetes/versions/compare.ts'

/** First format of containerd 2.0, which has neither of the former shims. */
const FORMAT_OF_2 = 3
const FIRST_UNPRIVILEGED = '4.11'
/** Go's time.ParseDuration. */
const DURATION = /^[-+]?(0|((\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h))+)$/
const durations = ['stream_idle_timeout', 'image_pull_progress_timeout', 'drain_exec_sync_io_timeout']

/**
 * Why the CRI of containerd would not start with this configuration, and what to write (its validation: pkg/cri/config in
 * 1.x, internal/cri/config in 2.x); undefined when nothing of it is known to be refused.
 * @param file as it would be written, so what nodeprep sets right is right already
 * @param kernel as `uname -r` says
 */
export function refusedByCri(file: TomlTable, kernel: string): string | undefined {
  const runtimes = runtimesOf(file)
  return [
    ...[CRI, RUNTIME].flatMap((cri) => defaultRuntime(file, cri)),
    ...runtimes.flatMap((runtime) => ofRuntime(runtime, Number(file['version']) >= FORMAT_OF_2)),
    ...untrustedTwice(file),
    ...noPivot(file),
    ...[CRI, IMAGES, RUNTIME].flatMap((cri) => badDurations(file, cri)),
    ...[CRI, RUNTIME].flatMap((cri) => unprivileged(file, cri, kernel)),
  ][0]
}

const has = (value: unknown) => value !== undefined && value !== '' && value !== false

/** A file that is imported may bring the table. */
function defaultRuntime(file: TomlTable, cri: readonly string[]): readonly string[] {
  const path = [...cri, 'containerd', 'default_runtime_name']
  const name = tomlAt(file, path)
  if (name === undefined) return []
  if (typeof name !== 'string' || name === '')
    return [`${tomlKey(path)} is empty: write the name of a runtime, such as runc`]
  const table = [...cri, 'containerd', 'runtimes', name]
  const isThere = isTable(tomlAt(file, table)) || listAt(file, ['imports']).length > 0
  return isThere
    ? []
    : [
        `${tomlKey(path)} is ${name}, and there is no table ${tomlKey(table)}: write that table, or the name of a runtime that has one, such as runc`,
      ]
}

function ofRuntime({ path, table }: FileRuntime, since2: boolean): readonly string[] {
  const type = table['runtime_type']
  const key = (name: string) => tomlKey([...path, name])
  const former: Readonly<Record<string, string>> = { runtime_engine: 'BinaryName', runtime_root: 'Root' }
  const io = table['io_type']
  return [
    ...(type === LINUX_V1 || (since2 && type === 'io.containerd.runc.v1')
      ? [
          `${key('runtime_type')} is ${type}, ${type === LINUX_V1 ? 'whose pods kubelet does not find in their cgroups' : 'which containerd 2 does not have'}: write io.containerd.runc.v2`,
        ]
      : []),
    ...Object.entries(former).flatMap(([name, option]) =>
      has(table[name]) ? [`${key(name)} is only for ${LINUX_V1}: write it as ${option} into ${key('options')}`] : [],
    ),
    ...(has(table['privileged_without_host_devices_all_devices_allowed']) &&
    table['privileged_without_host_devices'] !== true
      ? [
          `${key('privileged_without_host_devices_all_devices_allowed')} is true without privileged_without_host_devices: set that to true as well, or remove this line`,
        ]
      : []),
    ...(has(io) && io !== 'fifo' && io !== 'streaming' ? [`${key('io_type')} must be fifo or streaming`] : []),
  ]
}

function untrustedTwice(file: TomlTable): readonly string[] {
  const path = [...CRI, 'containerd', 'untrusted_workload_runtime']
  const table = tomlAt(file, path)
  const named = [...CRI, 'containerd', 'runtimes', 'untrusted']
  const both = isTable(table) && has(table['runtime_type']) && tomlAt(file, named) !== undefined
  return both ? [`${tomlKey(path)} and ${tomlKey(named)} are the same runtime: remove the first`] : []
}

function noPivot(file: TomlTable): readonly string[] {
  const path = [...CRI, 'containerd', 'no_pivot']
  return has(tomlAt(file, path))
    ? [`${tomlKey(path)} is only for ${LINUX_V1}: write NoPivotRoot = true into the options of the runtime instead`]
    : []
}

function badDurations(file: TomlTable, cri: readonly string[]): readonly string[] {
  return durations.flatMap((name) => {
    const value = tomlAt(file, [...cri, name])
    return typeof value !== 'string' || value === '' || DURATION.test(value)
      ? []
      : [`${tomlKey([...cri, name])} is not a duration: write it like 5m0s`]
  })
}

function unprivileged(file: TomlTable, cri: readonly string[], kernel: string): readonly string[] {
  const paths = ['enable_unprivileged_ports', 'enable_unprivileged_icmp'].map((name) => [...cri, name])
  const on = paths.find((path) => tomlAt(file, path) === true)
  const release = /^\d+\.\d+/.exec(kernel)?.[0] ?? FIRST_UNPRIVILEGED
  if (!on || compareVersions(release, FIRST_UNPRIVILEGED) >= 0) return []
  return [`${tomlKey(on)} requires Linux ${FIRST_UNPRIVILEGED}, and this host has ${kernel}: set it to false`]
}
