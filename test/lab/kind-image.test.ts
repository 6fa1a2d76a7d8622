import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { execa } from 'execa'
import { nodeprep } from '../commands/cli.ts'
import { ensureArtifacts } from './artifacts/index.ts'
import { uniqueId } from './fixture.ts'
import { baseImages, buildBase, makeBuildah, removingImage, type Buildah } from './kind-base.ts'
import { createLab, type Lab } from './lab.ts'
import { ensureTree } from './trees.ts'

const kubic = 'http://mirror.lab/repositories/devel:/kubic:/libcontainers:'
const clusterYaml = `apiVersion: nodeprep.dev/v1alpha1
kind: Cluster
metadata: { name: demo }
spec:
  kubernetes: { version: 1.20.2 }
  mirror:
    packages:
      cri-o: { url: "${kubic}/stable:/cri-o:/{minor}/{os}/" }
      cri-o-libs: { url: "${kubic}/stable/{os}/" }
  hosts:
    - { name: cp1, address: 10.77.0.11, role: control-plane }
`

let lab: Lab
let buildah: Buildah
beforeAll(async () => {
  lab = await createLab({ id: uniqueId(), hosts: [], artifacts: await ensureArtifacts() })
  buildah = await makeBuildah(lab)
  await writeFile(join(buildah.folder, 'cluster.yaml'), clusterYaml)
  await buildBase(lab, await ensureTree('debian12'), buildah)
})
afterAll(async () => {
  await lab.down()
  await rm(buildah.folder, { recursive: true })
})

async function on(command: string): Promise<string> {
  const { stdout, stderr } = await lab.exec('node', command)
  return `${stdout}${stderr}`.trim()
}

test('the image is built without privileges, and what it lacks is said', async () => {
  const args = ['kind-image', 'cluster.yaml', '--base', 'localhost/kind-node:v1.20.2', '--build']
  const { exitCode, stdout, stderr } = await execa('nsenter', [`--net=${lab.netns}`, ...nodeprep, ...args], {
    ...{ cwd: buildah.folder, env: buildah.env, reject: false, stdin: 'ignore', stripFinalNewline: false },
  })
  expect({ exitCode, said: exitCode === 0 ? '' : stderr }).toEqual({ exitCode: 0, said: '' })
  expect(stdout).toContain('Built localhost/kind-cri-o:v1.20.2 with buildah.\n')
  expect(stdout).toContain('warning: nodes will pull k8s.gcr.io/kube-apiserver:v1.20.2: the base does not bring it\n')
  expect(stdout).toContain(`warning: nodes will pull ${removingImage}: its layers remove files, which cannot be`)
})

test('started with systemd as its init, CRI-O runs in place of containerd', async () => {
  const root = await buildah.run('mount', await buildah.run('from', 'localhost/kind-cri-o:v1.20.2'))
  // As with kind, the stores are on a volume that begins as the image's own.
  const stores = join(buildah.folder, 'stores')
  await mkdir(stores)
  for (const store of ['containers', 'containerd', 'kubelet', 'etcd', 'crio']) {
    await mkdir(join(root, 'var/lib', store), { recursive: true })
    await rename(join(root, 'var/lib', store), join(stores, store))
  }
  await lab.addHost({ name: 'node', kind: 'debian12', from: { kind: 'debian12', layers: [root], stores } })
  expect(await on('systemctl is-enabled crio containerd')).toBe('enabled\ndisabled')
  expect(await on('systemctl is-active crio containerd')).toBe('active\ninactive')
  expect(await on('crictl version')).toContain('RuntimeName:  cri-o\nRuntimeVersion:  1.20.9\n')
  expect(await on('crio-status config | grep pause_image')).toBe('pause_image = "k8s.gcr.io/pause:3.2"')
  const socket = 'unix:///var/run/crio/crio.sock'
  expect(await on('cat /etc/crictl.yaml')).toBe(`runtime-endpoint: ${socket}\nimage-endpoint: ${socket}`)
  expect(await on('cat /etc/default/kubelet')).toBe('KUBELET_EXTRA_ARGS=--runtime-cgroups=/system.slice/crio.service')
  expect(await on('ls /etc/cni/net.d')).toBe('100-crio-bridge.conf.disabled')
  // The stand-in had it before CRI-O's packages came with one of their own.
  expect(await on('cat /etc/containers/policy.json')).toContain('"transports": {}')
})

test("the images are in CRI-O's store, and can be mounted", async () => {
  const store = '/var/lib/containers/storage/overlay-images/images.json'
  const images = JSON.parse(await on(`cat ${store}`)) as readonly { readonly names: readonly string[] }[]
  expect(images.flatMap(({ names }) => names).sort()).toEqual([...baseImages].sort())
  expect(await on('ls -A /var/lib/containerd')).toBe('')
  const copy = 'skopeo copy -q containers-storage:k8s.gcr.io/kube-proxy:v1.20.2 dir:/root/proxy'
  expect(await on(`${copy} && ls /root/proxy/manifest.json`)).toMatch(/^\/root\/proxy\/manifest.json/)
})
