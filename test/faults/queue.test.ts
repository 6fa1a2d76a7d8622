import { expect, test } from 'vitest'
import { nodeCases, type NodeKind } from './node/cases.ts'
import { makeQueue } from './node/queue.ts'

const some = (kind: NodeKind, count: number) =>
  nodeCases()
    .filter((one) => one.kind === kind && one.step.id === 'overlay')
    .slice(0, count)

test('two jobs start with hosts of different kinds, and keep their kind as long as there is work for it', () => {
  const next = makeQueue([...some('debian12', 3), ...some('centos', 2)])
  const order = [next(undefined), next(undefined), next('centos'), next('debian12'), next('centos')]
  expect(order.map((one) => one?.kind)).toEqual(['debian12', 'centos', 'centos', 'debian12', 'debian12'])
  expect(next('debian12')).toBeUndefined()
})

test('every case is handed out once', () => {
  const cases = nodeCases().filter(({ step }) => step.id === 'kubelet' || step.id === 'crio')
  const next = makeQueue(cases)
  const all: string[] = []
  for (let one = next(undefined); one; one = next(one.kind)) all.push(...one.journey.map(({ name }) => name))
  expect(all.toSorted()).toEqual(cases.map(({ name }) => name).toSorted())
})
