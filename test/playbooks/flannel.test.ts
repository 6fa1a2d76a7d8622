import { loadAll } from 'js-yaml'
import { describe, expect, it } from 'vitest'
import type { Facts } from '../../src/facts/facts.ts'
import { clusterOf, controlPlane, factsOf, hostOf } from '../kubernetes/fixtures.ts'
import { planFor } from './plans.ts'

interface DaemonSet {
  readonly kind: string
  readonly spec: { readonly selector: object; readonly template: { readonly metadata: object; readonly spec: object } }
}

interface Asked {
  readonly version?: string
  readonly podSubnet?: string
  readonly address?: string
  readonly facts?: Partial<Facts>
}

/** flannel's DaemonSet as it is planned for a cluster of these. */
function daemonSet({ version, podSubnet = '10.244.0.0/16', address = '10.0.0.21', facts = {} }: Asked): DaemonSet {
  const worker = hostOf('w1', 'worker', address)
  const cluster = clusterOf({
    kubernetes: { podSubnet },
    cni: { kind: 'flannel', ...(version === undefined ? {} : { version }) },
    hosts: [controlPlane, worker],
  })
  const { hosts } = planFor(cluster, 'debian-12', [
    { host: controlPlane, facts: factsOf('debian-12') },
    { host: worker, facts: factsOf('debian-12', { hostname: 'w1', ...facts }) },
  ])
  const { content } = hosts[0]?.steps.find(({ id }) => id === 'flannel-manifest')?.params as { content: string }
  const found = (loadAll(content) as DaemonSet[]).find(({ kind }) => kind === 'DaemonSet')
  if (found === undefined) throw new Error('no DaemonSet')
  return found
}

const field = (name: string, fieldPath: string) => ({ name, valueFrom: { fieldRef: { fieldPath } } })
const image = 'ghcr.io/flannel-io/flannel:v'

/** What the releases of flannel have in common, from Documentation/kube-flannel.yml of flannel-io/flannel. */
const podSpec = (version: string, installCni: object, flanneld: object, env: readonly object[]) => ({
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: 'kubernetes.io/os', operator: 'In', values: ['linux'] }] }],
      },
    },
  },
  hostNetwork: true,
  priorityClassName: 'system-node-critical',
  tolerations: [{ operator: 'Exists', effect: 'NoSchedule' }],
  serviceAccountName: 'flannel',
  initContainers: [
    {
      name: 'install-cni-plugin',
      image: expect.stringContaining('/flannel-cni-plugin:v') as unknown,
      command: ['cp'],
      args: ['-f', '/flannel', '/opt/cni/bin/flannel'],
      volumeMounts: [{ name: 'cni-plugin', mountPath: '/opt/cni/bin' }],
    },
    {
      name: 'install-cni',
      image: image + version,
      ...installCni,
      volumeMounts: [
        { name: 'cni', mountPath: '/etc/cni/net.d' },
        { name: 'flannel-cfg', mountPath: '/etc/kube-flannel/' },
      ],
    },
  ],
  containers: [
    {
      name: 'kube-flannel',
      image: image + version,
      command: ['/opt/bin/flanneld'],
      ...flanneld,
      resources: { requests: { cpu: '100m', memory: '50Mi' } },
      securityContext: { privileged: false, capabilities: { add: ['NET_ADMIN', 'NET_RAW'] } },
      env: [
        field('POD_NAME', 'metadata.name'),
        field('POD_NAMESPACE', 'metadata.namespace'),
        { name: 'EVENT_QUEUE_DEPTH', value: '5000' },
        ...env,
      ],
      volumeMounts: [
        { name: 'run', mountPath: '/run/flannel' },
        { name: 'flannel-cfg', mountPath: '/etc/kube-flannel/' },
        { name: 'xtables-lock', mountPath: '/run/xtables.lock' },
      ],
    },
  ],
  volumes: [
    { name: 'run', hostPath: { path: '/run/flannel' } },
    { name: 'cni-plugin', hostPath: { path: '/opt/cni/bin' } },
    { name: 'cni', hostPath: { path: '/etc/cni/net.d' } },
    { name: 'flannel-cfg', configMap: { name: 'kube-flannel-cfg' } },
    { name: 'xtables-lock', hostPath: { path: '/run/xtables.lock', type: 'FileOrCreate' } },
  ],
})

const files = ['/etc/kube-flannel/cni-conf.json', '/etc/cni/net.d/10-flannel.conflist']
const byCp = { command: ['cp'], args: ['-f', ...files] }
const withoutProbes = { args: ['--ip-masq', '--kube-subnet-mgr'] }
const cache = { name: 'CONT_WHEN_CACHE_NOT_READY', value: 'false' }

describe("case 31: the pods of flannel's DaemonSet are those of its own manifest", () => {
  it('of release 0.28.9, with its probes and its way to install the configuration', () => {
    const { selector, template } = daemonSet({}).spec
    expect(selector).toEqual({ matchLabels: { app: 'flannel' } })
    expect(template).toEqual({
      metadata: { labels: { tier: 'node', app: 'flannel', 'k8s-app': 'flannel' } },
      spec: podSpec(
        '0.28.9',
        { command: ['/opt/bin/install-conf'], args: files },
        {
          args: ['--ip-masq', '--kube-subnet-mgr', '--healthz-port=8081'],
          ports: [{ name: 'healthz', containerPort: 8081, protocol: 'TCP' }],
          livenessProbe: {
            httpGet: { path: '/healthz', port: 'healthz' },
            ...{ initialDelaySeconds: 10, periodSeconds: 30 },
          },
          readinessProbe: {
            httpGet: { path: '/readyz', port: 'healthz' },
            ...{ initialDelaySeconds: 5, periodSeconds: 10 },
          },
        },
        [cache],
      ),
    })
  })

  it.each([
    ['0.28.5', [cache]],
    ['0.27.4', [cache]],
    ['0.26.7', []],
  ])('of release %s, whose image has neither', (version, env) => {
    expect(daemonSet({ version }).spec.template).toEqual({
      metadata: { labels: { tier: 'node', app: 'flannel' } },
      spec: podSpec(version, byCp, withoutProbes, env),
    })
  })
})

describe("case 6: flannel is told each node's address", () => {
  const told = (asked: Asked) =>
    JSON.stringify(daemonSet(asked).spec.template).includes(JSON.stringify(field('FLANNELD_IFACE', 'status.hostIP')))
  const nat = (own: string, more: Partial<Facts> = {}): Partial<Facts> => ({
    address: '10.0.2.15',
    addresses: [
      { interface: 'eth0', address: '10.0.2.15' },
      { interface: 'eth1', address: own },
    ],
    ...more,
  })

  it.each([
    ['where a host has it beside the interface of the default route', { facts: nat('10.0.0.21') }, true],
    ['where a host has no default route', { facts: nat('10.0.0.21', { address: '' }) }, true],
    [
      'by IPv6 likewise',
      { address: 'FD00::21', podSubnet: 'fd01::/48', facts: nat('fd00::21', { address6: 'fe80::1' }) },
      true,
    ],
    ['not where every host has it on that interface', { address: '10.0.2.15', facts: nat('10.0.0.21') }, false],
    [
      'not where the two are on one interface',
      {
        facts: {
          address: '10.0.0.20',
          addresses: ['10.0.0.20', '10.0.0.21'].map((address) => ({ interface: 'eth0', address })),
        },
      },
      false,
    ],
    ['not where the addresses of a host are not known', { facts: { address: '10.0.2.15' } }, false],
    [
      'not for two families, which flannel cannot be told',
      { podSubnet: '10.244.0.0/16,fd01::/48', facts: nat('10.0.0.21') },
      false,
    ],
  ] as const)('%s', (_, asked, expected) => {
    expect(told(asked)).toBe(expected)
  })
})
