import { expect, test } from 'vitest'
import { sysctlPath } from '../../src/steps/sysctl-key.ts'
import { testConverges, testFails, testGolden, testRefused } from './copy/tests.ts'

const file = '/etc/sysctl.d/99-zz-nodeprep.conf'
const forward = { file, values: { 'net.ipv4.ip_forward': 1, 'net.ipv4.ip_local_port_range': '20000 60000' } }

testGolden('sysctl', [
  { name: 'forwarding', params: forward },
  { name: 'slashes', params: { file, values: { 'net/ipv4/conf/eth0.7/rp_filter': '2' } } },
])

test.each([
  ['net.ipv4.ip_forward', '/proc/sys/net/ipv4/ip_forward'],
  ['net.ipv4.conf.eth0/7.rp_filter', '/proc/sys/net/ipv4/conf/eth0.7/rp_filter'],
  ['net/ipv4/conf/eth0.7/rp_filter', '/proc/sys/net/ipv4/conf/eth0.7/rp_filter'],
])('the kernel shows %s at %s', (key, path) => {
  expect(sysctlPath(key)).toBe(path)
})

testRefused('sysctl', [
  [{ file: '/etc/sysctl.conf', values: { 'a.b': 1 } }, 'file: write a path such as /etc/sysctl.d/99-zz-nodeprep.conf'],
  [{ file, values: {} }, 'values: name at least one key'],
  [{ file, values: { '../../etc/x': 1 } }, 'values.../../etc/x: write a sysctl key such as net.ipv4.ip_forward'],
  [{ file, values: { ip_forward: 1 } }, 'values.ip_forward: write a sysctl key such as net.ipv4.ip_forward'],
  [{ file, values: { 'a.b': '1\nkernel.panic = 1' } }, 'values.a.b: write one line of text'],
])

/** Restarting systemd-sysctl is done for real, but for the keys of the copy's own network only. */
const systemctl = `#!/bin/sh
# systemctl-double
[ "$*" = "restart systemd-sysctl.service" ] || { echo "systemctl-double: unexpected: $*" >&2; exit 64; }
exec /lib/systemd/systemd-sysctl --prefix=/net/ipv4
`
const withSystemd = { doubles: { systemctl }, prepare: 'mkdir -p /run/systemd/system' }

testConverges([
  {
    name: 'with systemd',
    ...withSystemd,
    steps: [{ kind: 'sysctl', params: forward }],
    afterwards: `
      [ "$(cat /proc/sys/net/ipv4/ip_forward)" = 1 ] || echo not forwarding
      [ "$(cat /proc/sys/net/ipv4/ip_local_port_range)" = "20000	60000" ] || cat /proc/sys/net/ipv4/ip_local_port_range`,
  },
  { name: 'without systemd', steps: [{ kind: 'sysctl', params: forward }] },
  {
    name: 'against an older assignment in 99-sysctl.conf, also when every file is read again',
    ...withSystemd,
    prepare: `${withSystemd.prepare}; rm -f /etc/sysctl.d/99-sysctl.conf; echo net.ipv4.ip_forward=0 >/etc/sysctl.d/99-sysctl.conf`,
    steps: [{ kind: 'sysctl', params: forward }],
    afterwards: 'systemctl restart systemd-sysctl.service; [ "$(cat /proc/sys/net/ipv4/ip_forward)" = 1 ] || echo lost',
  },
  {
    name: 'a file that is right while the kernel says otherwise',
    ...withSystemd,
    prepare: `${withSystemd.prepare}; echo 'net.ipv4.ip_forward = 1' >${file}; chmod 644 ${file}; echo 0 >/proc/sys/net/ipv4/ip_forward`,
    steps: [{ kind: 'sysctl', params: { file, values: { 'net.ipv4.ip_forward': 1 } } }],
  },
])

testFails([
  {
    name: 'names the file that sorts later and says otherwise',
    ...withSystemd,
    prepare: `${withSystemd.prepare}; echo net/ipv4/ip_forward=0 >/etc/sysctl.d/zzz-mine.conf`,
    steps: [{ kind: 'sysctl', params: forward }],
    says: `net.ipv4.ip_forward should be 1 and is 0; it is set in ${file} /etc/sysctl.d/zzz-mine.conf`,
  },
  {
    name: 'says when the kernel does not have the key',
    ...withSystemd,
    steps: [{ kind: 'sysctl', params: { file, values: { 'net.nodeprep.nothing': 1 } } }],
    says: 'net.nodeprep.nothing: this kernel has no such key (yet): the module that brings it is not loaded',
  },
])
