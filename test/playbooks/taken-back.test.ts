import { expect, it } from 'vitest'
import { MADE } from '../../src/facts/made.ts'
import { clusterOf } from '../kubernetes/fixtures.ts'
import { hostsOf, planFor } from './plans.ts'

const marks = ['kernel-lab.answer', 'pull-secret', 'runtime-classes', 'smoke-test']
const made = {
  containerd: ['account-r.lab:5443', 'default-handler', 'handler-crun.oci', 'handler-kata.kata', 'handler-g.runsc'],
  crio: ['handler-crun.oci'],
}

it.each(['cri-o', 'containerd'] as const)('what a host has of %s and cluster.yaml does not can be planned', (kind) => {
  const unit = kind === 'cri-o' ? 'crio' : 'containerd'
  const cluster = clusterOf({ runtime: { kind, version: kind === 'cri-o' ? '1.36' : '' } })
  const all = [...marks, ...made[unit].map((mark) => `${unit}-${mark}`)].map((mark) => MADE + mark)
  const hosts = hostsOf('debian-12', cluster.hosts, ['cp1', 'w1']).map(({ host, facts }) => ({
    host,
    facts: { ...facts, made: [...all, '/etc/apt/sources.list.d/nodeprep-cri-o-libs.list'] },
  }))
  const [cp1] = planFor(cluster, 'debian-12', hosts).hosts
  const ids = cp1?.steps.filter(({ skipped }) => !skipped).map(({ id }) => id) ?? []
  const step = (id: string) => cp1?.steps.find((one) => one.id === id)?.title
  for (const id of [
    'former-kernel-parameters',
    'no-pull-secret',
    'runtime-classes',
    'no-smoke-test',
    `former-handlers-${unit}`,
  ])
    expect(ids).toContain(id)
  if (kind === 'cri-o') expect(ids.some((id) => id.startsWith('cri-o-former-repository'))).toBe(true)
  expect(step('runtime-classes')).toBe('no RuntimeClasses of nodeprep')
})
