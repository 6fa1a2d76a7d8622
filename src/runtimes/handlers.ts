import type { Cluster, Handler, Runtime } from '../config/cluster.ts'
import { CRIO_WITH_RUNTIMES } from '../config/resolve-handlers.ts'
import { minorNumber } from '../kubernetes/versions/compare.ts'

/** The low-level runtimes of cluster.yaml, as the playbooks write them. */
export interface ResolvedHandlers {
  readonly names: readonly string[]
  readonly packages: readonly string[]
  /** Names of their RuntimeClasses. */
  readonly classes: readonly string[]
  /** What has to be there and executable. */
  readonly programs: readonly string[]
  /** Tables of CRI-O's configuration; none for what its own package configures. */
  readonly crio: readonly {
    readonly name: string
    readonly path: string
    readonly type: 'oci' | 'vm'
    readonly root: string
    /** Program that watches containers, or '' for the one in CRI-O's PATH, or none. */
    readonly monitor: string
    readonly privilegedWithoutHostDevices: boolean
  }[]
  /** The one for pods without a RuntimeClass, or '' to leave that as it is. */
  readonly default: string
  /** containerd: the file that gVisor's shim reads, for each handler of that type. */
  readonly runsc: readonly { readonly name: string; readonly path: string; readonly file: string }[]
  /** containerd: under which names shims have to be found. */
  readonly shims: readonly { readonly name: string; readonly path: string }[]
}

/** One table of `containerd.runtimes`, the same in every format of containerd's configuration. */
interface ContainerdRuntime {
  readonly runtime_type: string
  readonly privileged_without_host_devices?: true
  readonly options?: Readonly<Record<string, string | boolean>>
}

/** gVisor's shim reads the program and flags of runsc from a file of its own (gvisor.dev, containerd/configuration). */
const runscFile = (name: string) => `/etc/containerd/nodeprep-${name}.toml`

/** What containerd is told of the handlers, by name: `runtimes` of its configuration. runc is always among them. */
export function containerdRuntimes(runtime: Runtime): Readonly<Record<string, ContainerdRuntime>> {
  const tables = runtime.handlers.map((handler) => [handler.name, containerdRuntime(handler)] as const)
  return { runc: containerdRuntime({ name: 'runc', type: 'oci', path: '' }), ...Object.fromEntries(tables) }
}

function containerdRuntime({ name, type, path }: Pick<Handler, 'name' | 'type' | 'path'>): ContainerdRuntime {
  switch (type) {
    case 'oci':
      return {
        runtime_type: 'io.containerd.runc.v2',
        options: { ...(path === '' ? {} : { BinaryName: path }), SystemdCgroup: true },
      }
    case 'runsc':
      return {
        runtime_type: 'io.containerd.runsc.v1',
        options: { TypeUrl: 'io.containerd.runsc.v1.options', ConfigPath: runscFile(name) },
      }
    case 'kata':
      // The shim is looked for as containerd-shim-NAME-v2: runtime_path is no use before containerd 1.7 (containerd#8207).
      return { runtime_type: `io.containerd.${name}.v2`, privileged_without_host_devices: true }
  }
}

/** What the playbooks need of the handlers. */
export function handlers({ runtime }: Cluster): ResolvedHandlers {
  const containerd = runtime.kind === 'containerd'
  const ofType = (type: Handler['type']) =>
    containerd ? runtime.handlers.filter((handler) => handler.type === type) : []
  return {
    names: runtime.handlers.map(({ name }) => name),
    packages: [...new Set(runtime.handlers.flatMap(({ package: name }) => name ?? []))],
    classes: runtime.handlers.map(({ runtimeClass }) => runtimeClass),
    programs: [...new Set(runtime.handlers.flatMap(({ path }) => (path === '' ? [] : [path])))],
    crio: containerd ? [] : runtime.handlers.filter(({ path }) => path !== '').map((one) => crioRuntime(one, runtime)),
    default: runtime.defaultHandler ?? '',
    runsc: ofType('runsc').map(({ name, path }) => ({ name, path, file: runscFile(name) })),
    shims: ofType('kata').map(({ name, path }) => ({ name: `containerd-shim-${name}-v2`, path })),
  }
}

/**
 * A table replaces the one of the same name in CRI-O's own files as a whole, so what the handlers share with those is said
 * again: from 1.28 on the package's monitor is in a folder where nobody looks for it (cri-o/packaging).
 */
function crioRuntime({ name, type, path }: Handler, { version }: Runtime): ResolvedHandlers['crio'][number] {
  if (type === 'kata')
    return { name, path, type: 'vm', root: '/run/vc', monitor: '', privilegedWithoutHostDevices: true }
  const monitor = minorNumber(version) >= CRIO_WITH_RUNTIMES ? '/usr/libexec/crio/conmon' : ''
  return { name, path, type: 'oci', root: `/run/${name}`, monitor, privilegedWithoutHostDevices: false }
}
