import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { parseHostReport } from '../../src/status/host-report.ts'
import { healthyHost } from './looks.ts'

const nothing = {
  ...{
    units: {},
    kubeletCgroupDriver: undefined,
    cgroupDriver: undefined,
    sandboxImage: undefined,
    var: undefined,
    certificates: [],
  },
  ...{ run: undefined, upgrade: undefined },
}

describe('what a host reports of itself', () => {
  it('is read', () => {
    const text = `${healthyHost}run r1 root@laptop (pid 7)\nupgrade 1.36.5\n`
    expect(parseHostReport(text)).toEqual({
      units: { kubelet: 'active', crio: 'active' },
      ...{ kubeletCgroupDriver: 'systemd', cgroupDriver: 'systemd', sandboxImage: 'registry.k8s.io/pause:3.10' },
      var: { size: 52_428_800_000, free: 37_580_963_840 },
      ...{ certificates: [], run: { id: 'r1', who: 'root@laptop (pid 7)' }, upgrade: '1.36.5' },
    })
  })

  it.each([
    ['nothing', ''],
    ['other words', 'hello\n\nvar\nunit\n: x\n'],
    ['numbers that are none', 'var 1e9 5\nvar -1 0x10\nvar 0 0\n'],
    ['more free than there is', 'var 10 11\n'],
    ['numbers beyond all disks', `var ${'9'.repeat(16)} 1\n`],
    [
      'words of another kind',
      'cgroupDriver none\nsandboxImage a b\nsandboxImage $(reboot)\nunit a/b active\nunit a ACTIVE\n',
    ],
    ['names without end', `sandboxImage ${'x'.repeat(301)}\nupgrade ${'1'.repeat(65)}\n`],
    ['a last line that was cut off', 'var 51200000 3'],
    ['certificates that are none', 'certificate /a.crt AAAA\ncertificate relative.crt AAAA\ncertificate /b.crt !!\n'],
    ['a certificate without end', `certificate /a.crt ${'A'.repeat(20_001)}\n`],
  ])('is nothing where it says %s', (_, text) => {
    expect(parseHostReport(text)).toEqual(nothing)
  })

  it('is the first of what it says twice', () => {
    expect(parseHostReport('cgroupDriver systemd\ncgroupDriver cgroupfs\nvar 10 5\nvar 20 5\n')).toMatchObject({
      ...{ cgroupDriver: 'systemd', var: { size: 10_240, free: 5120 } },
    })
  })

  it('has certificates, of DER and in kubeconfigs of PEM, of which 64 are looked at', () => {
    const pem = execFileSync(
      'openssl',
      ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=x', '-keyout', '/dev/null', '-days', '10'],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
    )
    const der = pem.replaceAll(/-----.*-----|\n/g, '')
    const inKubeconfig = Buffer.from(pem).toString('base64')
    const { certificates } = parseHostReport(`certificate /a.crt ${der}\ncertificate /b.conf ${inKubeconfig}\n`)
    expect(certificates.map(({ file, authority }) => [file, authority])).toEqual([
      ['/a.crt', true],
      ['/b.conf', true],
    ])
    expect(Math.round(((certificates[0]?.expires.getTime() ?? 0) - Date.now()) / 86_400_000)).toBe(10)
    expect(parseHostReport(`certificate /a.crt ${der}\n`.repeat(70)).certificates).toHaveLength(64)
  })
})
