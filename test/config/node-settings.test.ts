import { expect, test } from 'vitest'
import type { Host } from '../../src/cluster/cluster.ts'
import { parseCluster } from '../../src/config/load.ts'
import { formatProblem } from '../../src/yaml/problem.ts'

const surroundings = { home: '/home/me', readManifest: () => '' }

/** A cluster of one control plane and one worker, which has these keys. */
function parse(worker: object, spec: object = {}) {
  const hosts = [
    { name: 'cp1', address: '192.0.2.1', role: 'control-plane' },
    { name: 'w1', address: '192.0.2.2', role: 'worker', ...worker },
  ]
  const head = { apiVersion: 'nodeprep.dev/v1alpha1', kind: 'Cluster', metadata: { name: 'demo' } }
  const text = JSON.stringify({ ...head, spec: { kubernetes: { version: '1.36.2' }, ...spec, hosts } }, null, 1)
  return parseCluster(text, 'cluster.yaml', surroundings)
}

function settingsOf(worker: object): Pick<Host, 'labels' | 'annotations' | 'taints'> {
  const result = parse(worker)
  if ('problems' in result) throw new Error(result.problems.map(formatProblem).join('\n'))
  const { name, address, role, ssh, become, ...settings } = result.cluster.hosts[1] as Host
  return settings
}
const problemsOf = (worker: object) => {
  const result = parse(worker)
  return 'problems' in result ? result.problems.map(({ path, message }) => `${path}: ${message}`) : []
}

test('labels, annotations and taints are read as they are written, numbers as text', () => {
  const labels = { 'topology.kubernetes.io/zone': 'a', 'node-role.kubernetes.io/worker': '', Rack_1: 7 }
  const annotations = { 'example.com/note': `it's "quoted"\n\t$(reboot) 漢字 \u0007`, toString: '' }
  const taints = ['example.com/dedicated=gpu:NoSchedule', 'old:NoExecute', { key: 'k', effect: 'PreferNoSchedule' }]
  expect(settingsOf({ labels, annotations, taints: [...taints, { key: 'k', value: 1, effect: 'NoExecute' }] })).toEqual(
    {
      labels: { ...labels, Rack_1: '7' },
      annotations,
      taints: [
        { key: 'example.com/dedicated', value: 'gpu', effect: 'NoSchedule' },
        { key: 'old', value: '', effect: 'NoExecute' },
        { key: 'k', value: '', effect: 'PreferNoSchedule' },
        { key: 'k', value: '1', effect: 'NoExecute' },
      ],
    },
  )
})

test('what is empty is as if it had been left out', () => {
  expect(settingsOf({ labels: {}, annotations: {}, taints: [] })).toEqual({})
})

test('the longest keys and values that Kubernetes takes are taken, and none that are longer', () => {
  const prefix = Array.from({ length: 4 }, () => 'a'.repeat(62)).join('.')
  const key = `${prefix}/${'b'.repeat(63)}`
  expect(settingsOf({ labels: { [key]: 'c'.repeat(63) } })).toEqual({ labels: { [key]: 'c'.repeat(63) } })
  expect(problemsOf({ labels: { [`${key}b`]: 'c' } })).toEqual([expect.stringContaining('is not a valid key')])
  expect(problemsOf({ labels: { [`a.${prefix}/b`]: 'c'.repeat(63) } })).toEqual([])
  expect(problemsOf({ labels: { [`aaa.${prefix}/b`]: 'c' } })).toEqual([expect.stringContaining('is not a valid key')])
  expect(problemsOf({ labels: { b: 'c'.repeat(64) } })).toEqual([expect.stringContaining('is not a valid value')])
})

test('how much a host may have is bounded', () => {
  const many = (count: number, value: string) =>
    Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, value]))
  expect(problemsOf({ annotations: many(3, 'a'.repeat(4096)) })).toEqual([])
  expect(problemsOf({ annotations: { a: 'é'.repeat(2049) } })).toEqual([
    'spec.hosts.1.annotations.a: is longer than 4 KiB',
  ])
  expect(problemsOf({ annotations: many(4, 'a'.repeat(4096)) })).toEqual([
    'spec.hosts.1.annotations: annotations of one host may take 16 KiB in all',
  ])
  expect(problemsOf({ labels: many(200, 'a'.repeat(40)) })).toEqual([
    'spec.hosts.1.labels: labels of one host may take 8 KiB in all',
  ])
  const taints = Array.from({ length: 100 }, (_, i) => `k${i}=${'a'.repeat(40)}:NoSchedule`)
  expect(problemsOf({ taints })).toEqual(['spec.hosts.1.taints: taints of one host may take 4 KiB in all'])
})

test('that NoExecute takes flannel off a node is said, where flannel is the network', () => {
  const notices = (taints: readonly unknown[], cni: unknown) => {
    const result = parse({ taints }, { cni })
    return 'notices' in result ? result.notices.map(({ level, path }) => `${level} ${path}`) : result.problems
  }
  const taints = ['a:NoSchedule', 'b:NoExecute', { key: 'c', effect: 'NoExecute' }]
  const said = ['warning spec.hosts.1.taints.1', 'warning spec.hosts.1.taints.2']
  expect(notices(taints, 'flannel')).toEqual(said)
  expect(notices(taints, { flannel: {} })).toEqual(said)
  expect(notices(taints, undefined)).toEqual(said)
  expect(notices(taints, 'none')).toEqual([])
  expect(notices(taints, { manifest: 'https://example.com/net.yaml' })).toEqual([])
  expect(notices(['a:NoSchedule'], 'flannel')).toEqual([])
})
