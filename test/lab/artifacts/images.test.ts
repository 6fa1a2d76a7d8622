import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { run } from '../run.ts'
import { ensureBuildTools } from './build-tools.ts'
import { withRegistry } from './images/registry.ts'
import { ensureArtifacts } from './index.ts'
import { kubernetesPrograms } from './kubernetes/kubernetes.ts'

const inspected = z.object({ Architecture: z.string(), Layers: z.array(z.string()) })

const images = [
  ...['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kube-proxy'].map(
    (name) => `google_containers/${name}:v1.20.2`,
  ),
  ...['google_containers/etcd:3.4.13-0', 'google_containers/pause:3.2', 'google_containers/coredns:1.7.0'],
  ...['library/nginx:latest', 'library/nginx:1.25', 'lab/cni:1'],
]

it('has every image that a cluster of the lab runs, and that kubeadm asks for', async () => {
  await ensureBuildTools()
  const { registry } = await ensureArtifacts()
  const kubeadm = join(await kubernetesPrograms.path(), 'kubeadm')
  const args = [
    'config',
    'images',
    'list',
    '--kubernetes-version',
    'v1.20.2',
    '--image-repository',
    'google_containers',
  ]
  const asked = (await run(kubeadm, args)).trimEnd().split('\n')
  expect(asked).toHaveLength(7)
  const work = await mkdtemp(join(tmpdir(), 'lab-test-'))
  try {
    await withRegistry(registry, work, async (address) => {
      for (const image of new Set([...images, ...asked])) {
        const text = await run('skopeo', ['inspect', '--tls-verify=false', `docker://${address}/${image}`])
        const { Architecture, Layers } = inspected.parse(JSON.parse(text))
        expect([image, Architecture, Layers.length > 0]).toEqual([image, 'amd64', true])
      }
    })
  } finally {
    await rm(work, { recursive: true })
  }
})

it('built a Kubernetes that says its version', async () => {
  const programs = await kubernetesPrograms.path()
  expect(await run(join(programs, 'kubelet'), ['--version'])).toBe('Kubernetes v1.20.2\n')
  expect(await run(join(programs, 'kubeadm'), ['version', '-o', 'short'])).toBe('v1.20.2\n')
})
