import { expect, it } from 'vitest'
import { advertiseAddress } from '../../src/kubernetes/advertise-address.ts'

it.each([
  ['the address of cluster.yaml', '10.0.0.11', '10.0.0.11', '10.0.0.11'],
  [
    'the address of cluster.yaml, though the default route leaves elsewhere',
    '192.168.56.10',
    '10.0.2.15',
    '192.168.56.10',
  ],
  ['the address of cluster.yaml on a host without a default route', '10.0.0.11', '', '10.0.0.11'],
  ['the private address behind a floating one', '8.8.4.4', '10.0.0.11', '10.0.0.11'],
  ['the public address that is its own', '8.8.4.4', '8.8.4.4', '8.8.4.4'],
  ['the address of the default route for a name', 'cp1.example', '10.0.0.11', '10.0.0.11'],
  ['the address of the default route for a forwarded port', '127.0.0.1', '10.0.0.11', '10.0.0.11'],
  ["kubeadm's own choice when nothing is known", 'cp1.example', '', ''],
])('is %s', (_, given, ofDefaultRoute, expected) => {
  expect(advertiseAddress(given, ofDefaultRoute)).toBe(expected)
})
