import type { Host } from '../cluster/cluster.ts'
import { isObject, jsonOf } from '../facts/live/json-of.ts'
import type { JsonObject } from '../facts/live/live.ts'

/** The host's own part of a KubeletConfiguration, without what may hold a secret; {} for none. */
export function ownKubelet({ kubelet = {} }: Pick<Host, 'kubelet'>): JsonObject {
  const value = jsonOf(kubelet)
  return isObject(value) ? value : {}
}

/** The same as a JSON merge patch; '' for none. */
export function ownKubeletPatch(host: Pick<Host, 'kubelet'>): string {
  const own = ownKubelet(host)
  return Object.keys(own).length > 0 ? JSON.stringify(own) : ''
}
