import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureArtifacts } from '../lab/artifacts/index.ts'
import { createLab, type Lab } from '../lab/lab.ts'
import { registryLog, secureRegistry } from '../lab/registry.ts'
import { clusterFolder, writeCluster } from './cluster-file.ts'
import { hostFiles } from './host-files.ts'
import { changes, nodeprep } from './nodeprep.ts'
import { pulledBy, throughSecureRegistry, writeSecrets, type Access } from './secure-registry.ts'

const access: Access = { runtime: 'cri-o', password: 'passwordEnv: LAB_REGISTRY_PASSWORD' }
const blocked = '    - { host: quay.io, blocked: true }\n'
const env = { LAB_REGISTRY_PASSWORD: secureRegistry.password }
let lab: Lab
let cwd: string

beforeAll(async () => {
  const hosts = [{ name: 'cp1', kind: 'debian12' }] as const
  lab = await createLab({ id: `registries-${process.pid}`, hosts, artifacts: await ensureArtifacts() })
  cwd = await clusterFolder(lab, ['cp1'], throughSecureRegistry({ ...access, more: blocked }))
  await writeSecrets(lab, cwd)
})
afterAll(() => lab.down())

/** The tests of this file are one story: each goes on from the one before. */
describe('a control plane on CRI-O, behind a registry with TLS and an account', () => {
  it('is not touched while the password is missing: the variable is named', async () => {
    const before = await hostFiles(lab, 'cp1')
    const { exitCode, stderr } = await nodeprep(lab, ['apply', 'cluster.yaml'], { cwd })
    expect(exitCode, stderr).toBe(2)
    expect(stderr).toContain('LAB_REGISTRY_PASSWORD')
    expect(await hostFiles(lab, 'cp1')).toBe(before)
  })

  it('says which key of cluster.yaml is missing when the certificate is by an unknown authority', async () => {
    await writeCluster(lab, cwd, ['cp1'], throughSecureRegistry({ ...access, ca: false }))
    const { exitCode, stdout } = await nodeprep(lab, ['apply', 'cluster.yaml'], { cwd, env })
    expect(exitCode, stdout).toBe(1)
    expect(stdout).toMatch(
      /image k8s\.gcr\.io\/\S+ could not be pulled: .*secure\.lab:5443.*unknown authority.*; .*caFile/,
    )
  })

  it('says that the account is at fault when the password is wrong', async () => {
    await writeCluster(lab, cwd, ['cp1'], throughSecureRegistry({ ...access, more: blocked }))
    const wrong = { LAB_REGISTRY_PASSWORD: 'not-the-password' }
    const { exitCode, stdout, stderr } = await nodeprep(lab, ['apply', 'cluster.yaml'], { cwd, env: wrong })
    expect(exitCode, stdout).toBe(1)
    expect(stdout).toMatch(/image k8s\.gcr\.io\/\S+ could not be pulled: .*secure\.lab:5443.*; .*auth of/)
    expect(stdout + stderr).not.toContain('not-the-password')
  })

  it('comes up with every image from the mirror of its registry', async () => {
    const { exitCode, stdout, stderr } = await nodeprep(lab, ['apply', 'cluster.yaml'], { cwd, env })
    expect([exitCode, stderr], stdout).toEqual([0, ''])
    const { stdout: runtime } = await lab.exec(
      'cp1',
      `kubectl get node cp1 -o 'jsonpath={.status.nodeInfo.containerRuntimeVersion}'`,
    )
    expect(runtime).toMatch(/^cri-o:/)
    const kubernetes = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-proxy', 'kube-scheduler', 'pause']
    expect(await pulledBy(lab, 'cp1', 'secure-registry')).toEqual(
      expect.arrayContaining([...kubernetes.map((name) => `google_containers/${name}`), 'library/nginx']),
    )
    expect(await pulledBy(lab, 'cp1', 'client-registry')).toEqual(['lab/cni'])
    expect(await registryLog(lab.id, 'registry')).toEqual([])
  })

  it('is left alone by a second apply, pulls nothing from a blocked registry, and shows its password to root alone', async () => {
    const again = await nodeprep(lab, ['apply', 'cluster.yaml', '--output', 'json'], { cwd, env })
    expect([again.exitCode, changes(again.events)]).toEqual([0, []])
    expect((await lab.exec('cp1', 'crictl pull quay.io/coreos/etcd:latest')).stderr).toMatch(/blocked/)
    const auth = Buffer.from(`${secureRegistry.username}:${secureRegistry.password}`).toString('base64')
    const { stdout: files } = await lab.exec(
      'cp1',
      `grep -rlE '${secureRegistry.password}|${auth}' /etc /var/lib/nodeprep /var/log`,
    )
    for (const file of files.trim().split('\n')) {
      expect((await lab.exec('cp1', `stat -c '%a %U' ${file}`)).stdout, file).toBe('600 root\n')
    }
  })
})
