import type { Proxy } from '../cluster/cluster.ts'
import { resolveAuth } from './resolve-registries.ts'
import type { Places } from './resolve-path.ts'
import type { ClusterInput } from './schema/cluster.ts'

/** Fills in `spec.proxy`: one of the two URLs stands for the other. The password is read when a run begins. */
export function resolveProxy(
  { http, https, noProxy, auth }: NonNullable<ClusterInput['spec']['proxy']>,
  places: Places,
): Proxy {
  const url = (given = '') => given.replace(/\/$/, '')
  return {
    ...{ http: url(http ?? https), https: url(https ?? http), noProxy },
    ...(auth && { auth: resolveAuth(auth, places) }),
  }
}
