import type { Registry, RegistryAccess, RegistryAuth } from '../cluster/cluster.ts'
import { resolvePath, type Places } from './resolve-path.ts'
import type { ClusterInput } from './schema/cluster.ts'

type RegistryInput = ClusterInput['spec']['registries'][number]
type AccessInput = Pick<RegistryInput, 'caFile' | 'clientCert' | 'skipVerify' | 'insecure' | 'auth'>

/** Texts of the certificates that registries are given, by the path that cluster.yaml has. */
export type Certificates = ReadonlyMap<string, string>

/** Fills in `spec.registries`: certificates were read, passwords are not. */
export function resolveRegistries(
  registries: readonly RegistryInput[],
  places: Places,
  certificates: Certificates,
): readonly Registry[] {
  return registries.map(({ host, server, blocked, mirrors, ...access }) => ({
    host,
    ...(server === undefined ? {} : { server }),
    blocked,
    mirrors: mirrors.map(({ url, capabilities, overridePath, headers, ...own }) => ({
      ...{ url, capabilities, overridePath, headers },
      ...resolveAccess(own, places, certificates),
    })),
    ...resolveAccess(access, places, certificates),
  }))
}

function resolveAccess(
  { caFile, clientCert, skipVerify, insecure, auth }: AccessInput,
  places: Places,
  certificates: Certificates,
): RegistryAccess {
  const read = (path: string) => ({ path: resolvePath(path, places), content: certificates.get(path) ?? '' })
  return {
    ...{ skipVerify, insecure },
    ...(caFile === undefined ? {} : { ca: read(caFile) }),
    ...(clientCert === undefined
      ? {}
      : { clientCert: { ...read(clientCert.certFile), keyFile: resolvePath(clientCert.keyFile, places) } }),
    ...(auth === undefined ? {} : { auth: resolveAuth(auth, places) }),
  }
}

/** Where the password of an account comes from. */
export function resolveAuth(auth: NonNullable<AccessInput['auth']>, places: Places): RegistryAuth {
  const { username, passwordFile, passwordEnv, insecurePassword } = auth
  if (passwordFile !== undefined) return { username, password: { file: resolvePath(passwordFile, places) } }
  if (passwordEnv !== undefined) return { username, password: { env: passwordEnv } }
  return { username, password: insecurePassword === undefined ? 'ask' : { insecure: insecurePassword } }
}
