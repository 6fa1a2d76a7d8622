import ipaddr from 'ipaddr.js'
import type { Problem } from '../../yaml/problem.ts'
import type { View } from '../../validation/validate.ts'
import type { Path } from '../../yaml/node.ts'
import { groupsOf } from './groups.ts'

const HOSTS = ['spec', 'hosts']

/** What must hold among the hosts: names and addresses of their own, a control plane, an endpoint for several. */
export function checkHosts(view: View): Problem[] {
  const indexes = Array.from({ length: view.count(HOSTS) }, (_, i) => i)
  return [
    ...repeated(view, indexes, 'name', (name) => name),
    ...repeated(view, indexes, 'address', normalAddress),
    ...repeated(view, indexes, 'nodeIP', normalAddresses),
    ...checkControlPlanes(view, indexes),
    ...checkLocal(view, indexes),
  ]
}

/** IPv6 addresses have many spellings and DNS names no case. */
export function normalAddress(address: string): string {
  return ipaddr.isValid(address) ? ipaddr.parse(address).toString() : address.toLowerCase()
}

const normalAddresses = (given: string) => given.split(',').map(normalAddress).toSorted().join(',')

function repeated(view: View, indexes: number[], key: string, normal: (text: string) => string): Problem[] {
  const first = new Map<string, number>()
  return indexes.flatMap((i) => {
    const text = view.text([...HOSTS, i, key])
    if (text === undefined) return []
    const other = first.get(normal(text))
    if (other === undefined) {
      first.set(normal(text), i)
      return []
    }
    const message = `${JSON.stringify(text)} is already the ${key} of spec.hosts.${other}`
    return [
      view.problem(
        [...HOSTS, i, key],
        message,
        `give every host ${key === 'name' ? 'a name' : 'an address'} of its own`,
      ),
    ]
  })
}

function checkControlPlanes(view: View, indexes: number[]): Problem[] {
  const roles = indexes.map((i) => view.text([...HOSTS, i, 'role']))
  const count = roles.filter((role) => role === 'control-plane').length
  const endpoint: Path = ['spec', 'kubernetes', 'controlPlaneEndpoint']
  if (count > 1 && !view.has(endpoint))
    return [
      view.problem(
        endpoint,
        `is missing; ${count} control planes need one`,
        'write host[:port] of a load balancer or DNS name that leads to all of them',
      ),
    ]
  if (count > 0 || roles.length === 0 || roles.includes(undefined)) return []
  return [view.problem(HOSTS, 'there is no control plane', 'give one host role: control-plane')]
}

function checkLocal(view: View, indexes: number[]): Problem[] {
  const local = indexes.filter((i) => {
    const host: Path = [...HOSTS, i]
    const levels = [host, ...groupsOf(view, host), ['spec']].map((at) => view.text([...at, 'ssh', 'transport']))
    return levels.find((transport) => transport !== undefined) === 'local'
  })
  return local
    .slice(1)
    .map((i) =>
      view.problem(
        [...HOSTS, i],
        `has transport local as spec.hosts.${local[0] ?? 0} has; both would be this machine`,
        'give transport: local to one host only',
      ),
    )
}
