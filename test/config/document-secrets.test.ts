import { expect, test } from 'vitest'
import { documentSecrets, documentSecretWarnings, registrySecrets } from '../../src/config/document-secrets.ts'
import type { Cluster, KubeadmDocument } from '../../src/cluster/cluster.ts'

const document = (kind: KubeadmDocument['kind'], value: Record<string, unknown>): KubeadmDocument => ({
  ...{ apiVersion: 'kubeadm.k8s.io/v1beta2', kind, value, line: 1 },
})
const cluster = (...documents: KubeadmDocument[]) => ({ documents, registries: [] }) as unknown as Cluster

test('tokens and certificate keys in kubeadm documents are found and warned of', () => {
  const given = cluster(
    document('InitConfiguration', { bootstrapTokens: [{ token: 'abcdef.0123456789abcdef' }], certificateKey: 'f00d' }),
    document('JoinConfiguration', {
      discovery: { bootstrapToken: { token: 't2' } },
      controlPlane: { certificateKey: 'k2' },
    }),
  )
  expect(documentSecrets(given).map(({ value }) => value)).toEqual(['abcdef.0123456789abcdef', 'f00d', 't2', 'k2'])
  expect(documentSecretWarnings(given)[0]).toMatch(/^cluster.yaml holds a secret: token of InitConfiguration\. /)
  expect(documentSecretWarnings(given).join()).not.toMatch(/abcdef|f00d/)
})

test('a cluster without them is not warned of', () => {
  expect(documentSecretWarnings(cluster(document('KubeletConfiguration', { maxPods: 200 })))).toEqual([])
})

test('passwords in cluster.yaml, and headers that let somebody in, are secrets; who wrote a password is warned', () => {
  const auth = { username: 'puller', password: { insecure: 'hunter22' } }
  const access = { skipVerify: false, insecure: false, capabilities: ['pull', 'resolve'] as const, overridePath: false }
  const headers = { Authorization: 'Basic xyz', 'X-Team': 'a' }
  const mirrors = [{ ...access, url: 'https://m.example', headers, auth }]
  const given: Cluster = {
    ...cluster(),
    registries: [{ host: 'docker.io', blocked: false, skipVerify: false, insecure: false, mirrors }],
  }
  expect(registrySecrets(given)).toEqual(['hunter22', 'Basic xyz'])
  expect(documentSecretWarnings(given)).toEqual([expect.stringMatching(/^cluster.yaml holds the password of puller/)])
})
