import type { Handler, RuntimeSettings } from '../../cluster/cluster.ts'
import { markedHandlers } from '../marks.ts'
import { names } from './names.ts'
import type { RuntimeHandlers } from '../runtime.ts'

/** What containerd finds elsewhere than in its configuration. */
export interface ContainerdHandlers {
  /** The file that gVisor's shim reads, for each handler of that type. */
  readonly runsc: readonly { readonly name: string; readonly path: string; readonly file: string }[]
  /** Under which names shims have to be found. */
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

/** Where playbooks/handlers.yaml puts links to shims. */
const SHIMS = '/usr/local/sbin'
const shimName = (name: string) => `containerd-shim-${name}-v2`

/** The files that were made for the handlers of these marks: those that gVisor's shim reads, and links to Kata's. */
export function handlerFiles(marks: string): readonly string[] {
  return markedHandlers(names.unit, marks.split(' ')).flatMap(({ name, type }) =>
    type === 'runsc' ? [runscFile(name)] : type === 'kata' ? [`${SHIMS}/${shimName(name)}`] : [],
  )
}

/** What containerd is told of the handlers, by name: `runtimes` of its configuration. runc is always among them. */
export function containerdRuntimes(runtime: RuntimeSettings): Readonly<Record<string, ContainerdRuntime>> {
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

/** How containerd is told of low-level runtimes. */
export const handlers: RuntimeHandlers<ContainerdHandlers> = {
  own: () => ['runc'],
  refused: () => undefined,
  values: (settings) => {
    const ofType = (wanted: Handler['type']) => settings.handlers.filter(({ type }) => type === wanted)
    return {
      runsc: ofType('runsc').map(({ name, path }) => ({ name, path, file: runscFile(name) })),
      shims: ofType('kata').map(({ name, path }) => ({ name: shimName(name), path })),
    }
  },
}
