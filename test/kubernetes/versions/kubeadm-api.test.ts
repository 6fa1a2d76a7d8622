import { expect, test } from 'vitest'
import { kubeadmApiVersion } from '../../../src/kubernetes/versions/kubeadm-api.ts'

test.each([
  ['1.15', 'v1beta2'],
  ['1.21', 'v1beta2'],
  ['1.22', 'v1beta3'],
  ['1.30', 'v1beta3'],
  ['1.31', 'v1beta4'],
  ['1.37', 'v1beta4'],
])('kubeadm %s is spoken to in %s', (minor, version) => {
  expect(kubeadmApiVersion(minor)).toBe(`kubeadm.k8s.io/${version}`)
})
