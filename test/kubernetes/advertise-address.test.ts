import { expect, it } from 'vitest'
import { advertiseAddress } from '../../src/kubernetes/advertise-address.ts'

const on = (...addresses: string[]) => addresses.map((address) => ({ interface: 'eth0', address }))

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
  const unknown = { address: ofDefaultRoute, address6: '', addresses: [] }
  expect(advertiseAddress({ address: given }, unknown)).toBe(expected)
})

it.each([
  ['the public address of cluster.yaml, which the host has', '8.8.4.4', on('10.0.0.11', '8.8.4.4'), '8.8.4.4'],
  ['the address of the default route, behind a private address', '192.168.1.5', on('10.0.0.11'), '10.0.0.11'],
  ['the address of cluster.yaml in its own spelling', 'FD00::0011', on('fd00::11'), 'FD00::0011'],
])('is %s, where the addresses of the host are known', (_, given, addresses, expected) => {
  expect(advertiseAddress({ address: given }, { address: '10.0.0.11', address6: '', addresses })).toBe(expected)
})

it('is that of the default route of IPv6 where there is none of IPv4', () => {
  expect(
    advertiseAddress({ address: 'cp1.example' }, { address: '', address6: 'fd00::11', addresses: on('fd00::11') }),
  ).toBe('fd00::11')
})
