import { describe, expect, it } from 'vitest'
import type { Finding } from '../../src/status/finding.ts'
import { statusOf } from '../../src/status/status.ts'
import { clusterOf, notJoined } from '../kubernetes/fixtures.ts'
import { healthyCluster, healthyHost, lookOf, lost, pending, type Changes } from './looks.ts'

const told = (changes: Changes = {}) => {
  const { exitCode, findings, hosts } = statusOf(lookOf(changes), 'cluster.yaml')
  const lines = findings.map(({ level, hosts: names, message }: Finding) => `${level} ${names.join(',')}: ${message}`)
  return { exitCode, lines, words: hosts.map(({ word }) => word), findings }
}
const node = (w1: string) => healthyCluster.replace(/^node w1 .*$/m, `node w1 ${w1}`.trimEnd())

describe('a status', () => {
  it('has nothing against a healthy cluster', () => {
    expect(told()).toEqual({ exitCode: 0, lines: [], words: ['Ready', 'Ready'], findings: [] })
  })

  it.each<[what: string, changes: Changes, line: string, exitCode: number, word: string]>([
    [
      'a step that apply would change',
      { events: [pending('w1', 'forwarding', 'sysctl net.ipv4.ip_forward=1')] },
      'problem w1: differs from cluster.yaml: sysctl net.ipv4.ip_forward=1',
      4,
      'Ready',
    ],
    [
      'what an early check refuses',
      { more: { refusals: [{ host: 'w1', names: ['role'], message: 'joined as worker', remedy: 'Write worker.' }] } },
      'problem w1: joined as worker',
      4,
      'Ready',
    ],
    [
      'a host of another cluster',
      { more: { refusals: [{ host: 'w1', names: ['other-cluster'], message: 'another CA', remedy: '' }] } },
      'problem w1: another CA',
      4,
      'OtherCluster',
    ],
    [
      'a host that has not joined',
      { facts: { w1: { kubernetes: notJoined } }, cluster: healthyCluster.replace(/^node w1.*\n/m, '') },
      'problem w1: has not joined a cluster',
      4,
      'NotJoined',
    ],
    [
      'a kubeadm that was cut off',
      { facts: { w1: { kubernetes: { ...notJoined, cutOff: true } } } },
      'problem w1: kubeadm was cut off before the host was a node',
      4,
      'CutOff',
    ],
    [
      'a host without a node',
      { cluster: healthyCluster.replace(/^node w1.*\n/m, '') },
      'problem w1: has joined a cluster, and has no node in it',
      4,
      'NoNode',
    ],
    [
      'a node that is not Ready',
      {
        cluster: node('ready="Unknown" reason="NodeStatusUnknown" message="Kubelet stopped posting node status."'),
      },
      'problem w1: node is not Ready: NodeStatusUnknown: Kubelet stopped posting node status.',
      4,
      'NotReady',
    ],
    [
      'a node that never said a word',
      { cluster: node('') },
      'problem w1: node is not Ready: kubelet has not reported its state',
      4,
      'NotReady',
    ],
    [
      'a unit that is stopped',
      { reports: { w1: healthyHost.replace('kubelet active', 'kubelet failed') } },
      'problem w1: kubelet is failed',
      4,
      'Ready',
    ],
    [
      'a network that cni: none leaves to the user',
      {
        more: { cluster: clusterOf({ cni: { kind: 'none' } }) },
        cluster: node(
          'ready="False" reason="KubeletNotReady" message="NetworkReady=false reason:NetworkPluginNotReady x"',
        ),
      },
      'warning w1: node is not Ready: KubeletNotReady: NetworkReady=false reason:NetworkPluginNotReady x',
      0,
      'NotReady',
    ],
    [
      'a cordoned node',
      { cluster: node('ready="True" cordoned="true"') },
      'warning w1: node is cordoned: no new pods are scheduled on it',
      0,
      'Ready,cordoned',
    ],
    [
      'an operation that was cut off',
      { cluster: node('ready="True" cordoned="true" turn="upgrade|schedulable|draining"') },
      'problem w1: interrupted: upgrade (node is being drained)',
      4,
      'Ready,cordoned',
    ],
    [
      'a record of an upgrade',
      { reports: { w1: `${healthyHost}upgrade 1.36.5\n` } },
      'problem w1: interrupted: upgrade to 1.36.5',
      4,
      'Ready',
    ],
    [
      'cgroup drivers that do not agree',
      { reports: { w1: healthyHost.replace('\ncgroupDriver systemd', '\ncgroupDriver cgroupfs') } },
      'problem w1: kubelet uses cgroup driver systemd, the container runtime cgroupfs',
      4,
      'Ready',
    ],
    [
      'a full disk',
      { reports: { w1: healthyHost.replace(/^var .*$/m, 'var 1000 99') } },
      'warning w1: /var has 9 % free',
      0,
      'Ready',
    ],
    [
      'a clock',
      { facts: { w1: { clockOffset: -61.4, clockError: 0.2 } } },
      'warning w1: clock is 61 s behind this machine',
      0,
      'Ready',
    ],
    [
      'a node that is not in the file',
      { cluster: `node w9 ready="True"\n${healthyCluster}` },
      'problem : not in cluster.yaml, but nodes of the cluster: w9',
      4,
      'Ready',
    ],
    [
      'etcd that does not answer',
      { cluster: healthyCluster.replace('end', 'etcd 7 cp2 https://10.0.0.12:2379\nend') },
      'problem : etcd: no answer from cp2',
      4,
      'Ready',
    ],
    [
      'etcd without a leader',
      { cluster: healthyCluster.replace('2203648 8211', '2203648 0') },
      'problem : etcd has no leader among the members that answer',
      4,
      'Ready',
    ],
    [
      'etcd that is nearly full',
      { cluster: healthyCluster.replace('2203648', '1900000000') },
      'warning : etcd: the database of cp1 nears its quota',
      0,
      'Ready',
    ],
    [
      'DNS that does not serve',
      { cluster: healthyCluster.replace('10.96.0.10 yes', '10.96.0.10 no') },
      'problem : DNS does not serve: no pod of 10.96.0.10 is ready',
      4,
      'Ready',
    ],
    [
      'an API server that is silent',
      { cluster: 'api no\nend\n' },
      'problem cp1: the API server does not answer',
      4,
      'Unknown',
    ],
    [
      'an answer that was cut off',
      { cluster: healthyCluster.replace('end\n', '') },
      'problem cp1: not all of what the cluster says has arrived',
      4,
      'Ready',
    ],
    [
      'control planes that are away',
      { more: { clusterReport: undefined } },
      'problem : no control plane could be asked about nodes, etcd and DNS',
      4,
      'Unknown',
    ],
    [
      'a warning of a step',
      { more: { warnings: [{ host: 'w1', message: 'look here' }] } },
      'warning w1: look here',
      0,
      'Ready',
    ],
    [
      'a warning about the cluster',
      { more: { warnings: [{ host: '', message: 'look there' }] } },
      'warning : look there',
      0,
      'Ready',
    ],
  ])('names %s', (_, changes, line, exitCode, word) => {
    const { lines, words, ...rest } = told(changes)
    expect([lines.includes(line), rest.exitCode, words[1]], lines.join('\n')).toEqual([true, exitCode, word])
  })

  it('takes an operation for one that is under way while a run is at work on any host', () => {
    const { exitCode, lines } = told({
      cluster: node('ready="True" cordoned="true" turn="upgrade|schedulable|drained"'),
      reports: { cp1: `${healthyHost}run r1 root@laptop\n` },
    })
    expect([exitCode, lines]).toEqual([
      0,
      [
        'warning cp1: a run of nodeprep is at work here: r1, started by root@laptop',
        'warning w1: under way: upgrade (node is drained)',
      ],
    ])
  })

  it.each([
    ['unreachable', 'Unreachable'],
    ['host-key-mismatch', 'HostKeyChanged'],
    ['auth-failed', 'LoginFailed'],
  ] as const)('goes on without a host that is %s', (code, word) => {
    const look = lookOf({ events: [lost('w1', code)], more: { outcomes: ['ok', 'unreachable'] } })
    const found = new Map([...look.found].filter(([name]) => name !== 'w1'))
    const { exitCode, hosts, findings } = statusOf(
      { ...look, found, reports: new Map([['cp1', healthyHost]]) },
      'c.yaml',
    )
    expect([exitCode, hosts.map((host) => host.word)]).toEqual([3, ['Ready', word]])
    expect(findings).toEqual([{ level: 'problem', hosts: ['w1'], message: 'w1 is lost', remedy: 'Find it.' }])
    // The cluster knows it.
    expect(hosts[1]).toMatchObject({ kubernetes: '1.36.5', differences: undefined })
  })

  it('ends with 1 where a step failed, whatever else there is', () => {
    expect(
      told({ events: [lost('w1', 'unreachable', 'failed')], more: { outcomes: ['unreachable', 'failed'] } }).exitCode,
    ).toBe(1)
  })
})
