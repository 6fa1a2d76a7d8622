import type { Cluster, Registry, RegistryMirror } from '../../src/cluster/cluster.ts'
import type { RuntimeKind } from '../../src/cluster/runtime-kinds.ts'
import type { Credentials } from '../../src/registries/credentials.ts'
import { clusterOf } from '../kubernetes/fixtures.ts'

export const PEM = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'
export const KEY = '-----BEGIN PRIVATE KEY-----\nMIIC\n-----END PRIVATE KEY-----\n'
export const ca = { path: '/c/ca.pem', content: PEM }
export const clientCert = { path: '/c/client.pem', content: PEM, keyFile: '/c/client.key' }

export function mirrorOf(url: string, more: Partial<RegistryMirror> = {}): RegistryMirror {
  return {
    url,
    capabilities: ['pull', 'resolve'],
    overridePath: false,
    headers: {},
    skipVerify: false,
    insecure: false,
    ...more,
  }
}

export function registryOf(host: string, more: Partial<Registry> = {}): Registry {
  return { host, blocked: false, mirrors: [], skipVerify: false, insecure: false, ...more }
}

export function clusterWith(kind: RuntimeKind, registries: readonly Registry[], more: Partial<Cluster> = {}): Cluster {
  return { ...clusterOf({ runtime: { kind, version: kind === 'cri-o' ? '1.36' : '' } }), registries, ...more }
}

/** An account whose password a test gives by {@link credentialsOf}. */
export const accountOf = (username: string) => ({ username, password: { env: 'P' } })

export function credentialsOf(passwords: Readonly<Record<string, string>>): Credentials {
  return { passwords: new Map(Object.entries(passwords)), keys: new Map([[clientCert.keyFile, KEY]]) }
}
