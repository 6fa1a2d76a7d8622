import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import type { Problem } from '../../yaml/problem.ts'
import { itemsAt } from '../../validation/items-at.ts'
import type { View } from '../../validation/validate.ts'
import type { Path } from '../../yaml/node.ts'

const POD: Path = ['spec', 'kubernetes', 'podSubnet']
const SERVICE: Path = ['spec', 'kubernetes', 'serviceSubnet']

interface Network {
  readonly name: string
  readonly path: Path
  readonly text: string
}

/** Pods, Services and hosts must not share addresses. Defaults of absent subnets are given. */
export function checkNetworks(view: View, defaults: { podSubnet: string; serviceSubnet: string }): Problem[] {
  const pods = networks(view, POD, 'podSubnet', defaults.podSubnet)
  const services = networks(view, SERVICE, 'serviceSubnet', defaults.serviceSubnet)
  const overlaps = pods.flatMap((pod) =>
    services.filter((service) => overlap(pod.text, service.text)).map((service) => [pod, service] as const),
  )
  const problems = overlaps.map(([pod, service]) => {
    const [at, other] = view.has(SERVICE) ? [service, pod] : [pod, service]
    return view.problem(
      at.path,
      `${at.text} overlaps ${other.name} ${other.text}`,
      'choose subnets that share no address',
    )
  })
  return [
    ...problems,
    ...hostAddresses(view).flatMap(([path, address]) => within(view, path, address, [...pods, ...services])),
  ]
}

function networks(view: View, path: Path, name: string, absent: string): Network[] {
  const text = view.has(path) ? view.text(path) : absent
  return (text ?? '')
    .split(',')
    .filter((part) => part !== '')
    .map((part) => ({ name, path, text: part }))
}

function hostAddresses(view: View): [Path, string][] {
  return itemsAt(view, ['spec', 'hosts'])
    .flatMap((host): Path[] => [
      [...host, 'address'],
      [...host, 'nodeIP'],
    ])
    .flatMap((path) =>
      (view.text(path)?.split(',') ?? []).flatMap((address): [Path, string][] =>
        isIP(address) === 0 ? [] : [[path, address]],
      ),
    )
}

function within(view: View, path: Path, address: string, all: readonly Network[]): Problem[] {
  return all
    .filter(({ text }) => overlap(text, `${address}/${isIP(address) === 4 ? 32 : 128}`))
    .map(({ name, text }) =>
      view.problem(path, `${address} lies within ${name} ${text}`, `choose a ${name} that holds no host`),
    )
}

/** Two subnets overlap when the shorter prefix holds the other's address. */
function overlap(a: string, b: string): boolean {
  const [first, second] = [ipaddr.parseCIDR(a), ipaddr.parseCIDR(b)]
  if (first[0].kind() !== second[0].kind()) return false
  const bits = Math.min(first[1], second[1])
  return first[0].match([second[0], bits] as never)
}
