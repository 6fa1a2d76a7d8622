import type { Cluster } from '../../src/cluster/cluster.ts'
import type { HostWithFacts } from '../../src/facts/host-with-facts.ts'
import { controlPlane, hostOf, worker } from '../kubernetes/fixtures.ts'
import { hostsOf } from './plans.ts'

type Situation = (cluster: Cluster) => { readonly cluster: Cluster; readonly hosts: readonly HostWithFacts[] }

const four = [
  controlPlane,
  hostOf('cp2', 'control-plane', '10.0.0.12'),
  hostOf('cp3', 'control-plane', '10.0.0.13'),
  worker,
]

/** A control plane and a worker, of which these have joined. */
const two =
  (...joined: readonly string[]): Situation =>
  (cluster) => ({ cluster, hosts: hostsOf('debian-12', cluster.hosts, joined) })

/** Three control planes behind one address and a worker, of which these have joined. */
const three =
  (...joined: readonly string[]): Situation =>
  ({ kubernetes, ...cluster }) => ({
    cluster: { ...cluster, hosts: four, kubernetes: { ...kubernetes, controlPlaneEndpoint: 'api.example:6443' } },
    hosts: hostsOf('debian-12', four, joined),
  })

/** A control plane and a worker that have joined, the worker with labels, annotations and taints. */
const withSettings: Situation = (cluster) => {
  const settings = {
    labels: { 'example.com/rack': 'r1' },
    annotations: { 'example.com/note': "it's $(reboot)" },
    taints: [{ key: 'dedicated', value: 'gpu', effect: 'NoSchedule' }],
  } as const
  const hosts = [controlPlane, { ...worker, ...settings }]
  return { cluster: { ...cluster, hosts }, hosts: hostsOf('debian-12', hosts, ['cp1', 'w1']) }
}

/** The same when cluster.yaml no longer has any, which the worker tells. */
const withoutSettings: Situation = (cluster) => ({
  cluster,
  hosts: hostsOf('debian-12', cluster.hosts, ['cp1', 'w1']).map(({ host, facts }) => ({
    host,
    facts: { ...facts, kubernetes: { ...facts.kubernetes, nodeSettings: host.name === 'w1' } },
  })),
})

/** What apply finds on the hosts, by what it does then. */
export const situations = {
  'nothing-joins': two('cp1', 'w1'),
  'worker-joins': two('cp1'),
  'three-control-planes': three(),
  'control-plane-joins': three('cp1', 'cp2', 'w1'),
  'none-of-three-joins': three('cp1', 'cp2', 'cp3', 'w1'),
  'node-settings': withSettings,
  'node-settings-gone': withoutSettings,
} as const satisfies Readonly<Record<string, Situation>>
