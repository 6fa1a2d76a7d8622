import { expect, it } from 'vitest'
import { noLiveFacts, type LiveFacts } from '../../../src/facts/live/live.ts'
import { obstacles } from '../../../src/kubernetes/upgrade/obstacles.ts'
import { factsOf, hostOf, notJoined } from '../fixtures.ts'

const path = ['1.23.17', '1.24.17', '1.25.16', '1.26.15', '1.27.16']
function found(live: Partial<LiveFacts>, criSocket = '/run/crio/crio.sock', way = path) {
  const kubernetes = { ...notJoined, state: 'control-plane' as const, criSocket }
  const facts = factsOf('debian-12', { kubernetes, live: { ...noLiveFacts, ...live } })
  return obstacles([{ host: hostOf('cp1', 'control-plane', '10.0.0.11'), facts }], '1.22.0', way).map(
    ({ message }) => message,
  )
}
const pod = (name: string, flags: LiveFacts['kubeletFlags']) => ({ staticPods: { [name]: { image: '', flags } } })

it.each([
  [{ kubeletFlags: { 'cni-bin-dir': ['/opt/cni/bin'] } }, /Kubernetes 1\.24 no longer has --cni-bin-dir/],
  [
    pod('kube-apiserver', { 'insecure-port': ['0'] }),
    /kube-apiserver\.yaml: Kubernetes 1\.24 no longer has --insecure-port/,
  ],
  [
    pod('kube-apiserver', { 'enable-admission-plugins': ['NodeRestriction,PodSecurityPolicy'] }),
    /no longer has --enable-admission-plugins with PodSecurityPolicy/,
  ],
  [pod('kube-controller-manager', { 'pod-eviction-timeout': ['1m'] }), /1\.27 no longer has --pod-eviction-timeout/],
  [pod('kube-scheduler', { 'policy-config-file': ['/p'] }), /1\.23 no longer has --policy-config-file/],
])('%j stands in the way', (live, message) => {
  expect(found(live)).toEqual([expect.stringMatching(message)])
})

it.each([
  [{ kubeletFlags: { 'container-runtime': ['remote'] } }],
  [{ kubeletFlags: { 'node-ip': ['10.0.0.1'] } }],
  [pod('kube-apiserver', { 'enable-admission-plugins': ['NodeRestriction'] })],
  [pod('kube-scheduler', { 'pod-eviction-timeout': ['1m'] })],
])('%j does not', (live) => {
  expect(found(live)).toEqual([])
})

it('only counts what a version on the way no longer has', () => {
  const live = pod('kube-controller-manager', { 'pod-eviction-timeout': ['1m'] })
  expect(found(live, undefined, path.slice(0, 4))).toEqual([])
})

it.each(['', '/var/run/dockershim.sock'])('names Docker behind dockershim, %j, which 1.24 does not have', (socket) => {
  expect(found({}, socket)).toEqual([expect.stringContaining('nodeprep migrate-runtime moves it')])
  expect(found({}, socket, ['1.23.17'])).toEqual([])
})
