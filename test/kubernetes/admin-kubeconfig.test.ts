import { load } from 'js-yaml'
import { describe, expect, it } from 'vitest'
import { adminKubeconfig } from '../../src/kubernetes/admin-kubeconfig.ts'
import { authority, client, server as other } from '../facts/joined.ts'
import { clusterOf, controlPlane, worker } from './fixtures.ts'
import { kubeconfigOf } from './kubeconfig-fixture.ts'

const base64 = (text: string) => Buffer.from(text).toString('base64')
const url = 'https://10.0.0.11:6443'

/** What a control plane sends, as it is after a change that somebody made there. */
const sent = (change: (text: string) => string = (text) => text): string => change(kubeconfigOf(url))

const cluster = clusterOf({ hosts: [controlPlane, worker] })
const saved = (text: string, of = cluster, own = ['10.9.9.9', '']) => adminKubeconfig(text, of, own)

describe('the kubeconfig of a control plane', () => {
  it('is written anew with server, certificates and key', () => {
    expect(load(saved(sent()))).toEqual({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [
        { name: 'kubernetes', cluster: { server: url, 'certificate-authority-data': base64(authority.cert) } },
      ],
      users: [
        {
          name: 'kubernetes-admin',
          user: { 'client-certificate-data': base64(client.cert), 'client-key-data': base64(client.key) },
        },
      ],
      contexts: [{ name: 'kubernetes-admin@kubernetes', context: { cluster: 'kubernetes', user: 'kubernetes-admin' } }],
      'current-context': 'kubernetes-admin@kubernetes',
    })
    expect(saved(saved(sent()))).toBe(saved(sent()))
  })

  it('has nothing that kubectl would run, read, or send elsewhere', () => {
    const dangerous = sent((text) =>
      text
        .replace(
          '  user:\n',
          '  user:\n    exec: { apiVersion: client.authentication.k8s.io/v1, command: /bin/touch, args: [/tmp/owned] }\n    auth-provider: { name: oidc }\n    tokenFile: /etc/passwd\n',
        )
        .replace(
          '    server:',
          '    proxy-url: http://evil.example\n    insecure-skip-tls-verify: true\n    certificate-authority: /etc/passwd\n    server:',
        )
        .replace(
          'preferences: {}',
          'preferences: { colors: true }\nextensions: [{ name: x, extension: { command: x } }]',
        ),
    )
    expect(dangerous).toContain('exec:')
    expect(saved(dangerous)).toBe(saved(sent()))
  })

  it.each([
    ['http://10.0.0.11:6443', /not an https URL/],
    ['https://evil.example:6443', /server evil\.example is not an address of this cluster: 10\.0\.0\.11, 10\.9\.9\.9$/],
    ['https://10.0.0.21:6443', /not an address of this cluster/],
    ['https://10.0.0.11@evil.example:6443', /not an https URL/],
    ['https://10.0.0.11:6443/?x=y', /not an https URL/],
    ['https://10.0.0.11:6443/evil', /not an https URL/],
    ['file:///etc/passwd', /not an https URL/],
    ['', /not an https URL/],
  ])('is not saved with the server %s', (server, message) => {
    expect(() => saved(sent((text) => text.replace(url, server)))).toThrow(message)
  })

  it.each([
    ['https://api.example.com:6443', { controlPlaneEndpoint: 'api.example.com:6443' }, []],
    ['https://san.example.com', { certSANs: ['san.example.com'] }, []],
    ['https://10.9.9.9:6443', {}, []],
    ['https://[fd00::11]:6443', { certSANs: ['fd00::11'] }, []],
    ['https://doc.example.com:6443', {}, [['ClusterConfiguration', { apiServer: { certSANs: ['doc.example.com'] } }]]],
    ['https://10.7.7.7:6443', {}, [['InitConfiguration', { localAPIEndpoint: { advertiseAddress: '10.7.7.7' } }]]],
  ] as const)('may have the server %s where that belongs to the cluster', (server, more, given) => {
    const documents = given.map(([kind, value]) => ({ apiVersion: 'kubeadm.k8s.io/v1beta3', kind, value, line: 1 }))
    const of = clusterOf({ hosts: [controlPlane], kubernetes: { ...cluster.kubernetes, ...more }, documents })
    expect(
      saved(
        sent((text) => text.replace(url, server)),
        of,
      ),
    ).toContain(`server: ${server}\n`)
  })

  it.each([
    [
      'another key',
      (text: string) => text.replace(base64(client.key), base64(other.key)),
      /not that of its client certificate/,
    ],
    ['no key', (text: string) => text.replace(base64(client.key), base64(client.cert)), /holds no private key/],
    [
      'a broken key',
      (text: string) =>
        text.replace(base64(client.key), base64('-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n')),
      /cannot be read/,
    ],
    ['no certificate', (text: string) => text.replace(base64(client.cert), base64('hello')), /holds no certificate/],
    ['no authority', (text: string) => text.replace(base64(authority.cert), 'p-q'), /missing or is not base64/],
    ['no context', (text: string) => text.replace(/^current-context.*$/m, ''), /names no cluster and user/],
    ['a second document', (text: string) => `${text}---\nkind: Config\n`, /not a kubeconfig/],
    ['something else', () => 'hello', /not a kubeconfig/],
    ['no YAML', () => '{', /not YAML/],
    [
      'a bomb of aliases',
      () =>
        ['a0: &a0 [x, x]', ...Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`)].join(
          '\n',
        ),
      /not YAML/,
    ],
    ['more than 256 KiB', (text: string) => text + '#'.repeat(262_144), /not YAML: the file is larger/],
  ])('is not saved with %s', (_what, change, message) => {
    const text = sent(change)
    expect(() => saved(text)).toThrow(message)
    expect(() => saved(text)).not.toThrow(/PRIVATE/)
  })

  it('has the name that a ClusterConfiguration gives the cluster', () => {
    const documents = ['prod', 'a: b\nc'].map((clusterName) => ({
      ...({ apiVersion: 'kubeadm.k8s.io/v1beta3', kind: 'ClusterConfiguration', line: 1 } as const),
      value: { clusterName },
    }))
    const names = documents.map(
      (one) =>
        (load(saved(sent(), { ...cluster, documents: [one] })) as { clusters: { name: string }[] }).clusters[0]?.name,
    )
    expect(names).toEqual(['prod', 'kubernetes'])
  })
})
