import { expect, test } from 'vitest'
import { earlyChecks } from '../../src/preflight/early-checks.ts'
import { clusterOf, factsOf, hostOf, notJoined } from '../kubernetes/fixtures.ts'

const cp1 = hostOf('cp1', 'control-plane', '10.0.0.11')
const w1 = hostOf('w1', 'worker', '10.0.0.21')
const cluster = clusterOf({ hosts: [cp1, w1] })
const hosts = (removed: readonly string[], state: 'worker' | 'none') => [
  {
    host: cp1,
    facts: factsOf('debian-12', {
      hostname: 'cp1',
      kubernetes: { ...notJoined, state: 'control-plane' as const, removed },
    }),
  },
  { host: w1, facts: factsOf('debian-12', { hostname: 'w1', kubernetes: { ...notJoined, state } }) },
]
const refused = (removed: readonly string[], state: 'worker' | 'none') =>
  earlyChecks(cluster, hosts(removed, state)).filter(({ names }) => names.includes('removed'))

test('a host that was removed as dead and is back as it was is refused, with what to do', () => {
  const [found, ...more] = refused(['w9', 'w1'], 'worker')
  expect([found?.host, more]).toEqual(['w1', []])
  expect(found?.message).toContain('w1 was removed from the cluster while it did not answer, according to cp1')
  expect(found?.remedy).toContain('nodeprep remove cluster.yaml --limit w1')
})

test('one that was reset since may join, and others are none of that', () => {
  expect(refused(['w1'], 'none')).toEqual([])
  expect(refused(['w9'], 'worker')).toEqual([])
})
