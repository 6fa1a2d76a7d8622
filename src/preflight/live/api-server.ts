import { ownEndpoint, isLoopback, sameEndpoint } from './endpoint.ts'
import { BACK, type LiveCheck } from './live-check.ts'

/**
 * A cluster that was given an endpoint keeps one. admin.conf says it; where none was given to kubeadm it is the address that the
 * API server advertises, with its port.
 */
export const controlPlaneEndpoint: LiveCheck = (cluster, one) => {
  const last = one.facts.live.endpoints.at(-1)
  const own = ownEndpoint(one)
  if (one.facts.kubernetes.state !== 'control-plane' || last === undefined || own === '' || isLoopback(last))
    return undefined
  if (cluster.kubernetes.controlPlaneEndpoint !== undefined || sameEndpoint(last) === sameEndpoint(own))
    return undefined
  return {
    message: `the cluster's endpoint is ${last}, but cluster.yaml has no controlPlaneEndpoint; a cluster cannot go back to none`,
    remedy: `${BACK}: controlPlaneEndpoint: ${last}. Another one can be set there.`,
  }
}
