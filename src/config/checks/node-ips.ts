import { itemsAt } from '../../validation/items-at.ts'
import type { View } from '../../validation/validate.ts'
import type { Problem } from '../../yaml/problem.ts'
import { minorNumber } from '../../kubernetes/versions/compare.ts'
import { TWO_NODE_IPS } from '../../kubernetes/versions/compatibility.ts'
import { minorOf } from '../../kubernetes/versions/minor-of.ts'

const familyOf = (text: string) => (text.includes(':') ? 'IPv6' : 'IPv4')

/** Pods and their nodes have the same families, in the same order. Default of an absent podSubnet is given. */
export function checkNodeIPs(view: View, defaults: { readonly podSubnet: string }): Problem[] {
  const at = ['spec', 'kubernetes']
  const podSubnet = view.has([...at, 'podSubnet']) ? view.text([...at, 'podSubnet']) : defaults.podSubnet
  const version = view.text([...at, 'version'])
  if (podSubnet === undefined || version === undefined) return []
  const families = podSubnet.split(',').map(familyOf)
  const tooOld = minorNumber(minorOf(version)) < TWO_NODE_IPS
  return itemsAt(view, ['spec', 'hosts']).flatMap((host) => {
    const path = [...host, 'nodeIP']
    const given = view.text(path)?.split(',') ?? []
    const wrong = (message: string, hint: string) => [view.problem(path, message, hint)]
    const foreign = given.find((address) => !families.includes(familyOf(address)))
    if (foreign !== undefined)
      return wrong(
        `${foreign} is ${familyOf(foreign)}, and podSubnet ${podSubnet} has none of that`,
        'use the family of podSubnet',
      )
    if (given.length < 2) return []
    if (tooOld) return wrong(`kubelet takes two addresses from 1.${TWO_NODE_IPS} on`, 'write one')
    if (given.map(familyOf).join() === families.join()) return []
    return wrong('the families are in another order than in podSubnet', `write ${given.toReversed().join(',')}`)
  })
}
