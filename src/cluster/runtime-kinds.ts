/** Container runtimes by their names in cluster.yaml. What is known of each is in its folder of src/runtimes. */
export const runtimeKinds = ['cri-o', 'containerd'] as const
export type RuntimeKind = (typeof runtimeKinds)[number]

/** The one of a cluster.yaml that names none. */
export const DEFAULT_RUNTIME: RuntimeKind = 'cri-o'

/** Packages that bring each of them, by any of their names. */
export const runtimePackages: Readonly<Record<RuntimeKind, readonly string[]>> = {
  'cri-o': ['cri-o'],
  containerd: ['containerd', 'containerd.io'],
}
