import type { Taint } from '../../notation/taint.ts'
import { groupPaths, groupsOf } from './groups.ts'
import { itemsAt } from '../../validation/items-at.ts'
import type { View } from '../../validation/validate.ts'
import type { Path } from '../../yaml/node.ts'
import type { Notice, Problem } from '../../yaml/problem.ts'
import { resolveTaint } from '../resolve-node-settings.ts'

const HOSTS: Path = ['spec', 'hosts']
/** kubeadm sets it on control planes alone; on a worker it is the user's. */
const EXCLUDED = 'node.kubernetes.io/exclude-from-external-load-balancers'

/** What must hold of labels and taints beside what each of them is. */
export function checkNodeSettings(view: View): Problem[] {
  return [
    ...[...groupPaths(view), ...itemsAt(view, HOSTS)].flatMap((at) => repeatedTaints(view, at)),
    ...itemsAt(view, HOSTS).flatMap((host) => labelOfKubeadm(view, host)),
  ]
}

interface Placed extends Taint {
  readonly at: Path
}

function taintsOf(view: View, host: Path): readonly Placed[] {
  return itemsAt(view, [...host, 'taints']).flatMap((at) => {
    const given = view.get(at) as string | Taint | undefined
    return given === undefined ? [] : resolveTaint(given).map((taint) => ({ ...taint, at }))
  })
}

function repeatedTaints(view: View, host: Path): Problem[] {
  const taints = taintsOf(view, host)
  return taints.flatMap(({ key, effect, at }, i) => {
    const first = taints.findIndex((other) => other.key === key && other.effect === effect)
    if (first === i) return []
    const message = `a taint ${key} with effect ${effect} is already ${[...host, 'taints', first].join('.')}`
    return [view.problem(at, message, 'a node has one value for each key and effect: keep one of them')]
  })
}

function labelOfKubeadm(view: View, host: Path): Problem[] {
  if (view.text([...host, 'role']) !== 'control-plane') return []
  return [host, ...groupsOf(view, host)]
    .map((level): Path => [...level, 'labels', EXCLUDED])
    .filter((at) => view.has(at))
    .map((at) => view.problem(at, `label ${EXCLUDED} is set by kubeadm on control planes`, 'leave it out'))
}

/** Pods of flannel tolerate NoSchedule alone, so that NoExecute takes them off as well. */
export function nodeSettingsNotices(view: View): Notice[] {
  const cni = view.get(['spec', 'cni']) ?? 'flannel'
  if (cni !== 'flannel' && !(typeof cni === 'object' && 'flannel' in cni)) return []
  return [...groupPaths(view), ...itemsAt(view, HOSTS)]
    .flatMap((at) => taintsOf(view, at))
    .filter(({ effect }) => effect === 'NoExecute')
    .map(({ at }) => ({
      ...view.problem(
        at,
        'NoExecute also removes the pod of flannel from this node, which connects its pods with other nodes',
        'use NoSchedule and drain the node, or a network whose pods tolerate NoExecute',
      ),
      level: 'warning' as const,
    }))
}
