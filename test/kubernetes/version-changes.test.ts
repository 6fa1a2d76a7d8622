import { expect, it } from 'vitest'
import { resolveHandler } from '../../src/config/resolve-handlers.ts'
import { hostChecks } from '../../src/preflight/host-checks.ts'
import { FIRST_MINOR, LAST_MINOR } from '../../src/kubernetes/versions/kubeadm-api.ts'
import { resolve } from '../../src/kubernetes/resolve.ts'
import { baseMinor } from '../../src/kind/base-minor.ts'
import { limits } from '../../src/kind/limits.ts'
import type { Facts } from '../../src/facts/facts.ts'
import { planFor } from '../playbooks/plans.ts'
import { clusterOf, controlPlane, factsOf, worker } from './fixtures.ts'

// What depends on the minor of Kubernetes, at every minor: a boundary that moves by one shows.

const minors = Array.from({ length: LAST_MINOR - FIRST_MINOR + 1 }, (_, i) => `1.${FIRST_MINOR + i}`)

/** The minors at which something is another than before, and what it is from there on. */
function changes(of: (minor: string) => unknown): Readonly<Record<string, unknown>> {
  const all = minors.map((minor) => [minor, of(minor)] as const)
  return Object.fromEntries(
    all.filter(([, value], i) => i === 0 || JSON.stringify(value) !== JSON.stringify(all[i - 1]?.[1])),
  )
}

const ofMinor = (minor: string, more: Parameters<typeof clusterOf>[0] = {}) =>
  clusterOf({ version: `${minor}.0`, ...more })
const resolved = (minor: string, more: Parameters<typeof clusterOf>[0] = {}) =>
  resolve(ofMinor(minor, more), controlPlane, factsOf('debian-12'))

const runtime = { handlers: [resolveHandler('kata', [])] }

/** The first text like this in what is planned for a minor. */
function planned(minor: string, text: RegExp): string | undefined {
  const { hosts } = planFor(ofMinor(minor, { runtime }), 'debian-12')
  return text.exec(hosts.map(({ steps }) => JSON.stringify(steps.map(({ params }) => params))).join('\n'))?.[0]
}

/** What an early check finds of a host of a minor. */
const finding = (name: keyof typeof hostChecks, minor: string, more: Partial<Facts>) =>
  hostChecks[name](ofMinor(minor), { host: worker, facts: factsOf('debian-12', more) }) !== undefined

it('the first and the last minor', () => {
  expect([minors[0], minors.at(-1)]).toEqual(['1.15', '1.37'])
})

it.each<[string, (minor: string) => unknown, Readonly<Record<string, unknown>>]>([
  [
    'API of kubeadm',
    (minor) => resolved(minor).kubeadm.apiVersion.slice(15),
    { '1.15': 'v1beta2', '1.22': 'v1beta3', '1.31': 'v1beta4' },
  ],
  ['socket', (minor) => resolved(minor).kubeadm.criSocket.slice(0, 5), { '1.15': '/var/', '1.24': 'unix:' }],
  ['cgroup driver', (minor) => resolved(minor).kubeadm.cgroupDriverInConfig, { '1.15': false, '1.22': true }],
  ['lists of arguments', (minor) => resolved(minor).kubeadm.argumentLists, { '1.15': false, '1.31': true }],
  ['validation', (minor) => resolved(minor).kubeadm.canValidate, { '1.15': false, '1.26': true }],
  ['drop-ins of CRI-O', (minor) => resolved(minor).crioDropIns, { '1.15': false, '1.20': true }],
  [
    'registry',
    (minor) => resolved(minor).pauseImage.split('/')[0],
    { '1.15': 'k8s.gcr.io', '1.25': 'registry.k8s.io' },
  ],
  [
    'sandbox image',
    (minor) => resolved(minor).pauseImage.split(':')[1],
    {
      ...{ '1.15': '3.1', '1.18': '3.2', '1.21': '3.4.1', '1.22': '3.5', '1.23': '3.6', '1.24': '3.7', '1.25': '3.8' },
      ...{ '1.26': '3.9', '1.31': '3.10', '1.34': '3.10.1', '1.36': '3.10.2' },
    },
  ],
  ['cgroup v1', (minor) => finding('cgroup-version', minor, { cgroup: 1 }), { '1.15': false, '1.35': true }],
  [
    'node without a socket',
    (minor) =>
      finding('runtime', minor, { kubernetes: { ...factsOf('debian-12').kubernetes, state: 'worker', criSocket: '' } }),
    { '1.15': true, '1.24': false },
  ],
  ['crictl', (minor) => planned(minor, /cri-tools=[^"]*/) ?? 'any', { '1.15': 'cri-tools=1.13', '1.24': 'any' }],
  [
    'RuntimeClass',
    (minor) => planned(minor, /node\.k8s\.io\/v\w+/),
    { '1.15': 'node.k8s.io/v1beta1', '1.20': 'node.k8s.io/v1' },
  ],
  [
    "priority of flannel's pods",
    (minor) => planned(minor, /priorityClassName/) !== undefined,
    { '1.15': false, '1.17': true },
  ],
  [
    'cgroups in the notes of a node image',
    (minor) => limits({ minor } as Parameters<typeof limits>[0]).length,
    { '1.15': 3, '1.35': 4 },
  ],
  [
    'node images',
    (minor) => {
      try {
        return baseMinor(`kindest/node:v${minor}.0`, undefined) === minor
      } catch {
        return false
      }
    },
    { '1.15': false, '1.20': true },
  ],
])('%s', (_what, of, expected) => {
  expect(changes(of)).toEqual(expected)
})

it('no node image is of a minor after the last', () => {
  expect(() => baseMinor(`x:v1.${LAST_MINOR + 1}.0`, undefined)).toThrow(`not 1.${LAST_MINOR + 1}`)
  expect(() => baseMinor('x:v2.30.0', undefined)).toThrow('not 2.30')
})
