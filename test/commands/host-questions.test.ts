import { expect, test } from 'vitest'
import type { Host } from '../../src/cluster/cluster.ts'
import { hostQuestions } from '../../src/commands/host-questions.ts'
import type { Facts } from '../../src/facts/facts.ts'
import { clusterOf, controlPlane, factsOf, worker } from '../kubernetes/fixtures.ts'

test('control planes are asked for the ConfigMaps that documents of cluster.yaml end up in, workers for none', () => {
  const named = { apiVersion: 'kubeproxy.config.k8s.io/v1alpha1', kind: 'KubeProxyConfiguration' } as const
  const { asks } = hostQuestions(clusterOf({ documents: [{ ...named, value: named, line: 9 }] }))
  expect([asks(controlPlane), asks(worker)]).toEqual([['kube-proxy'], []])
  expect(hostQuestions(clusterOf()).asks(controlPlane)).toEqual([])
})

test('a host without a node joins', () => {
  const { joins } = hostQuestions(clusterOf())
  const states: Facts['kubernetes']['state'][] = ['none', 'worker', 'control-plane']
  const of = (state: Facts['kubernetes']['state']) => {
    const facts = factsOf('debian-12')
    return { host: worker, facts: { ...facts, kubernetes: { ...facts.kubernetes, state } } }
  }
  expect(states.map((state) => joins(of(state)))).toEqual([true, false, false])
})

test('a host whose node has labels, annotations or taints of cluster.yaml, or once had, needs the control planes, too', () => {
  const { joins } = hostQuestions(clusterOf())
  const facts = factsOf('debian-12')
  const of = (host: Host, nodeSettings = false) =>
    joins({ host, facts: { ...facts, kubernetes: { ...facts.kubernetes, state: 'worker', nodeSettings } } })
  const dedicated = { key: 'dedicated', value: '', effect: 'NoSchedule' } as const
  const some: Partial<Host>[] = [{ labels: { a: '' } }, { annotations: { a: '' } }, { taints: [dedicated] }]
  expect(some.map((settings) => of({ ...worker, ...settings }))).toEqual([true, true, true])
  expect([of(worker), of(worker, true)]).toEqual([false, true])
})

test('every host is asked for the files that runtimes have to know', () => {
  expect(hostQuestions(clusterOf()).reads).toEqual(['/etc/containerd/config.toml'])
})
