import type { Become, Cluster, Cni, Host, KubeadmDocument, Mirror } from '../cluster/cluster.ts'
import { settingsOf, type HostSettings } from './host-layers.ts'
import { minorOf } from '../kubernetes/versions/minor-of.ts'
import { resolveNodeSettings } from './resolve-node-settings.ts'
import { resolvePath, type Places } from './resolve-path.ts'
import { resolveProxy } from './resolve-proxy.ts'
import { resolveRegistries, type Certificates } from './resolve-registries.ts'
import { resolveRuntime } from './resolve-runtime.ts'
import type { ClusterInput, HostInput } from './schema/cluster.ts'
import type { SshSettings } from '../transport/target/settings.ts'

type SshInput = NonNullable<ClusterInput['spec']['ssh']>

/** Fills in defaults and inheritance of a valid input. The manifest's text is given, for it was read from a file. */
export function resolveCluster(
  { metadata, spec }: ClusterInput,
  documents: readonly KubeadmDocument[],
  places: Places,
  manifest: Cni['manifest'],
  certificates: Certificates,
): Cluster {
  const version = spec.kubernetes.version.replace(/^v/, '')
  const minor = minorOf(version)
  const { controlPlaneEndpoint, ...kubernetes } = spec.kubernetes
  return {
    name: metadata.name,
    kubernetes: { ...kubernetes, ...defined({ controlPlaneEndpoint }), version, minor },
    runtime: resolveRuntime(spec.runtime, minor),
    ...(spec.proxy && { proxy: resolveProxy(spec.proxy, places) }),
    registries: resolveRegistries(spec.registries, places, certificates),
    ...defined({ pullSecret: spec.pullSecret }),
    mirror: resolveMirror(spec.mirror),
    cni: resolveCni(spec.cni, manifest),
    reboot: spec.reboot,
    selinux: spec.selinux,
    smokeTest: spec.smokeTest,
    ignoreChecks: spec.ignoreChecks,
    hosts: spec.hosts.map((host) => resolveHost(host, settingsOf(host, spec), places)),
    documents,
  }
}

/** The same object without the keys that are undefined. */
function defined<T extends object>(object: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as never
}

function resolveMirror(mirror: ClusterInput['spec']['mirror']): Mirror {
  return typeof mirror === 'string' ? { preset: mirror, packages: {}, images: {} } : (mirror as Mirror)
}

function resolveCni(cni: ClusterInput['spec']['cni'], manifest: Cni['manifest']): Cni {
  if (typeof cni === 'string') return { kind: cni }
  if ('manifest' in cni) return { kind: 'manifest', ...defined({ manifest }) }
  return { kind: 'flannel', ...defined({ version: cni.flannel.version?.replace(/^v/, '') }) }
}

function resolveHost(
  { name, address, nodeIP, role }: HostInput,
  { ssh: { become = {}, ...merged } = {}, kernel, kubelet = {}, ...settings }: HostSettings,
  places: Places,
): Host {
  const { bastion, identityFile, knownHostsFile, user = 'root', ...rest } = merged
  const keyPath = (path: string | undefined) => defined({ identityFile: path && resolvePath(path, places) })
  const ssh = {
    user,
    ...rest,
    ...keyPath(identityFile),
    ...defined({ knownHostsFile: knownHostsFile && resolvePath(knownHostsFile, places) }),
    ...(bastion && { bastion: { ...defined(bastion), ...keyPath(bastion.identityFile) } }),
  } as SshSettings
  return {
    name,
    address,
    ...defined({ nodeIP }),
    role,
    ...(kernel && Object.keys(kernel.parameters).length > 0 && { kernel }),
    ...resolveNodeSettings(settings),
    ...(Object.keys(kubelet).length > 0 && { kubelet }),
    ssh,
    become: resolveBecome(become, user, rest.transport === 'local', places),
  }
}

function resolveBecome(become: NonNullable<SshInput['become']>, user: string, local: boolean, places: Places): Become {
  const method = become.method ?? (user === 'root' || local ? 'none' : 'sudo')
  const { password } = become
  if (password === undefined || method === 'none') return { method }
  const located = typeof password === 'object' && 'file' in password
  return { method, password: located ? { file: resolvePath(password.file, places) } : password }
}
