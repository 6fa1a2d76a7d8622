import { describe, expect, it } from 'vitest'
import { asksOf } from '../../src/preflight/live/asks.ts'
import { clusterOf, controlPlane, worker } from '../kubernetes/fixtures.ts'
import { document } from './live-fixtures.ts'

const of = (kind: Parameters<typeof document>[0], minor = '1.36') =>
  asksOf(clusterOf({ ...document(kind, { a: 1 }).cluster, version: `${minor}.0` }), controlPlane)

describe('ConfigMaps that a control plane is asked for', () => {
  it('are those of the documents in cluster.yaml', () => {
    expect(of('KubeProxyConfiguration')).toEqual(['kube-proxy'])
    expect(of('ClusterConfiguration')).toEqual(['kubeadm-config'])
    expect(of('KubeletConfiguration')).toEqual(['kubelet-config'])
    expect(of('KubeletConfiguration', '1.23')).toEqual(['kubelet-config-1.23'])
    expect(of('InitConfiguration')).toEqual([])
  })

  it("has kubeadm's where images come from elsewhere, and nothing is asked of a worker", () => {
    const cluster = clusterOf({ mirror: { images: { kubernetes: 'r.example' } } })
    expect(asksOf(cluster, controlPlane)).toEqual(['kubeadm-config'])
    expect(asksOf(cluster, worker)).toEqual([])
  })
})
