import { unknownName } from '../../validation/did-you-mean.ts'
import { itemsAt } from '../../validation/items-at.ts'
import type { View } from '../../validation/validate.ts'
import type { Path } from '../../yaml/node.ts'
import type { Problem } from '../../yaml/problem.ts'
import { contradictions } from '../host-layers.ts'

const GROUPS: Path = ['spec', 'groups']

/** Paths within cluster.yaml of every group. */
export function groupPaths(view: View): readonly Path[] {
  return view.keys(GROUPS).map((name) => [...GROUPS, name])
}

/** Paths of the groups that a host is in. */
export function groupsOf(view: View, host: Path): readonly Path[] {
  const name = view.text([...host, 'name'])
  return groupPaths(view).filter((group) => membersOf(view, group).some((one) => one.name === name))
}

interface Named {
  readonly name: string
  readonly at: Path
}

/** What must hold of groups: their hosts are there, once each, and no two groups of a host contradict each other. */
export function checkGroups(view: View): Problem[] {
  const hosts = itemsAt(view, ['spec', 'hosts']).flatMap((at): readonly Named[] => {
    const name = view.text([...at, 'name'])
    return name === undefined ? [] : [{ name, at }]
  })
  const groups = groupPaths(view)
  return [...groups.flatMap((at) => checkMembers(view, at, hosts)), ...checkContradictions(view, hosts)]
}

const membersOf = (view: View, group: Path): readonly Named[] =>
  itemsAt(view, [...group, 'hosts']).flatMap((at) => {
    const name = view.text(at)
    return name === undefined ? [] : [{ name, at }]
  })

function checkMembers(view: View, group: Path, hosts: readonly Named[]): Problem[] {
  const names = hosts.map(({ name }) => name)
  // A name that is itself wrong was complained about already.
  const complete = names.length === view.count(['spec', 'hosts'])
  const members = membersOf(view, group)
  return members.flatMap(({ name, at }, i) => {
    if (members.findIndex((one) => one.name === name) < i)
      return [view.problem(at, `${name} is in this group already`, 'leave it out')]
    if (!complete || names.includes(name)) return []
    const { message, hint } = unknownName('host', name, names)
    return [view.problem(at, message, hint || 'groups have names of spec.hosts')]
  })
}

/** One problem for each place, however many hosts it is about. */
function checkContradictions(view: View, hosts: readonly Named[]): Problem[] {
  const found = new Map<string, { readonly place: Path; readonly other: string; readonly names: string[] }>()
  for (const { name, at } of hosts) {
    const its = groupsOf(view, at)
    const host = view.get(at) as object | undefined
    for (const [j, group] of its.entries())
      for (const other of its.slice(0, j))
        for (const place of placesOf(view, other, group, host)) {
          const key = place.join('\n')
          const known = found.get(key) ?? { place, other: String(other.at(-1)), names: [] }
          if (!known.names.includes(name)) known.names.push(name)
          found.set(key, known)
        }
  }
  return [...found.values()].map(({ place, other, names }) => {
    const message = `contradicts group ${other} for ${names.join(', ')}`
    return view.problem(place, message, 'say it of the host itself, or take the host out of one of the groups')
  })
}

function placesOf(view: View, other: Path, group: Path, host: object | undefined): readonly Path[] {
  const [first, second] = [other, group].map((at) => view.get(at) as object | undefined)
  if (!first || !second || !host) return []
  return contradictions(first, second, host).map((path) => [...group, ...path])
}
