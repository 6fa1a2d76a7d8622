import { describe, expect, it } from 'vitest'
import { parseClusterReport } from '../../src/status/cluster-report.ts'
import { healthyCluster } from './looks.ts'

const up = {
  kubelet: 'v1.36.5',
  runtime: 'cri-o://1.36.1',
  ready: 'True',
  reason: '',
  message: '',
  cordoned: false,
  turn: '',
}

describe('what a control plane reports of the cluster', () => {
  it('is read', () => {
    expect(parseClusterReport(healthyCluster)).toEqual({
      ...{ api: true, etcdDown: false, complete: true, dns: { address: '10.96.0.10', serves: true } },
      nodes: new Map([
        ['w1', up],
        ['cp1', up],
      ]),
      etcd: [{ name: 'cp1', size: 2_203_648, leader: true, version: '3.6.4' }],
    })
  })

  it('is nothing known where nothing came, and known to be down where it says so', () => {
    expect(parseClusterReport('')).toMatchObject({ api: undefined, dns: undefined, etcd: [], complete: false })
    expect(parseClusterReport('api no\netcd-down\nend\n')).toMatchObject({ api: false, etcdDown: true, complete: true })
    expect(parseClusterReport('api maybe\ndns nowhere yes\ndns 10.0.0.1 perhaps\nend')).toMatchObject({
      ...{ api: undefined, dns: undefined, complete: false },
    })
  })

  it('has what kubelet says of a node, whatever it is: it cannot be a line or a field of another', () => {
    const text = String.raw`node w1 ready="False" reason="A" message="b\" ready=\"True\nnode w2 \x1b\\" turn="upgrade|schedulable|drained" cordoned="true"
api yes
`
    const { nodes } = parseClusterReport(text)
    expect([...nodes]).toEqual([
      [
        'w1',
        {
          ...{
            kubelet: '',
            runtime: '',
            ready: 'False',
            reason: 'A',
            cordoned: true,
            turn: 'upgrade|schedulable|drained',
          },
          message: String.raw`b" ready="True node w2  1b\ `.trimEnd(),
        },
      ],
    ])
  })

  it('has no nodes with names that nodes cannot have, and of two the first', () => {
    const said =
      'node W1 ready="True"\nnode ../x\nnode w1 ready="True\nnode w1 ready="True" x\nnode w1 ready="False"\nnode w1 ready="True"\n'
    expect([...parseClusterReport(said).nodes].map(([name, { ready }]) => [name, ready])).toEqual([['w1', 'False']])
  })

  it('has members of etcd that do not answer, never started, or say what no etcd says', () => {
    const said = [
      ...['etcd 1 cp1 https://a:2379', 'etcd-status 1 100 2 3.5.1', 'etcd 2 cp2 https://b:2379'],
      ...['etcd 3 - -', 'etcd x cp4 https://c:2379', 'etcd-status 2 many 2 3.5.1', 'etcd-status 9 1 9 3.5.1', ''],
    ].join('\n')
    const silent = { size: undefined, leader: false, version: '' }
    expect(parseClusterReport(said).etcd).toEqual([
      { name: 'cp1', size: 100, leader: false, version: '3.5.1' },
      { name: 'cp2', ...silent },
      { name: '-', ...silent },
    ])
  })
})
