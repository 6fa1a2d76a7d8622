import type { Cluster, Host } from '../cluster/cluster.ts'
import { isObject } from '../facts/live/json-of.ts'
import { flag } from '../facts/live/flags.ts'
import type { HostWithFacts } from '../facts/host-with-facts.ts'
import { documentOf } from '../preflight/live/document-fields.ts'
import { isControlPlane } from '../preflight/live/live-check.ts'
import { certificateChanges, servedNames } from './certificate.ts'
import { linesOf, type Change } from './change.ts'
import { endpointRoll } from './endpoint.ts'
import { kubeletArguments } from './kubelet-arguments.ts'
import { ownKubelet, ownKubeletPatch } from '../kubernetes/own-kubelet.ts'
import { appliedKubelet, kubeletRoll } from './kubelet.ts'
import { podRolls } from './pods.ts'
import { noRoll, type Roll } from './roll.ts'
import type { SharedChanges } from './shared-changes.ts'

/** What one node that runs has to be changed in. */
export interface Turn {
  readonly one: HostWithFacts
  readonly roll: Roll
  /** Of its kubelet's configuration, as far as that is the cluster's. */
  readonly provesKubelet: boolean
  readonly pods: readonly Change[]
}

/** Compares one node with cluster.yaml. */
export function turnOf(cluster: Cluster, one: HostWithFacts, shared: SharedChanges): Turn {
  const { live } = one.facts
  const plane = isControlPlane(one)
  const pods = plane ? podRolls(cluster, one, shared.configuration) : []
  const certificate = plane ? certificateChanges(shared.names, one) : []
  const kubelet = kubeletRoll(cluster, one, shared.kubelet.record)
  const started = kubeletArguments(cluster, one)
  const own = ownKubelet(one.host)
  const ofKubelet = [...kubelet.changes, ...started.changes]
  const isUnproven = (name: string) => live.unproven.some((one) => one === name || one === `${name}-env`)
  const turn =
    pods.length + certificate.length + ofKubelet.length > 0 || isUnproven('apiserver') || isUnproven('kubelet')
  const kubeletText = linesOf(ofKubelet, isUnproven('kubelet'))
  const flags = live.staticPods['kube-apiserver']?.flags
  const ofOwn = new Set(Object.keys(own))
  const roll: Roll = {
    ...noRoll,
    turn,
    pods: pods.map(({ name, changes }) => ({ name, changes: linesOf(changes, isUnproven(name)) })),
    certificate: {
      changes: linesOf(certificate, isUnproven('apiserver')),
      names: servedNames(shared.names).join(' '),
      gone: certificate.flatMap(({ is }) => (typeof is === 'string' ? [is] : [])).join(' '),
    },
    kubelet: {
      changes: kubeletText,
      patch: JSON.stringify(kubelet.patch),
      drop: started.drop,
      add: started.add,
      own: Object.keys(own).length > 0 || Object.keys(appliedKubelet(one)).length > 0 ? ownText(one.host) : '',
      join: started.changes.some(({ field }) => field.startsWith('JoinConfiguration.')),
    },
    endpoint: endpointRoll(cluster, one),
    kubeadm: {
      address: flag(flags, 'advertise-address'),
      port: flag(flags, 'secure-port') || '6443',
      patches: patchesOf(cluster, one),
      ...shared.patch,
    },
  }
  const provesKubelet = kubelet.changes.some(({ field }) => !ofOwn.has(field.split('.')[1] ?? ''))
  return { one, roll, provesKubelet, pods: pods.flatMap(({ changes }) => changes) }
}

/** A host that joins gets what is its own right after that. */
export function joiningRoll(one: HostWithFacts): [string, Roll] {
  const kubelet = { ...noRoll.kubelet, own: ownText(one.host) }
  return [one.host.name, { ...noRoll, joins: ownKubeletPatch(one.host), kubelet }]
}

/** A folder of kubeadm's patches that the control plane was made with. */
function patchesOf(cluster: Cluster, { facts }: HostWithFacts): string {
  const joined = !facts.live.documents.some(({ from, kind }) => from === 'record' && kind === 'InitConfiguration')
  const { patches } = documentOf(cluster, joined ? 'JoinConfiguration' : 'InitConfiguration')
  return isObject(patches) ? JSON.stringify(patches) : ''
}

/** As it is kept on the host: YAML, of which JSON is a part. */
function ownText({ kubelet = {} }: Host): string {
  return JSON.stringify({ apiVersion: 'kubelet.config.k8s.io/v1beta1', kind: 'KubeletConfiguration', ...kubelet })
}
