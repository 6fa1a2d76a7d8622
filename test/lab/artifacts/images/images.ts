import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { run } from '../../run.ts'
import { buildGo, goPiece } from '../go.ts'
import { kubernetesPrograms, kubernetesVersion, nextKubernetesVersion } from '../kubernetes/kubernetes.ts'
import { layOut, type Files } from '../packages/tree.ts'
import { definePiece } from '../piece.ts'
import { baseLayer } from './base-tree.ts'
import { packLayer, writeLayout, type ImageConfig, type Layer } from './oci.ts'
import { withRegistry } from './registry.ts'

interface Image {
  /** Repository and tag, one image under many names. */
  readonly names: readonly string[]
  readonly onBase: boolean
  readonly files: Files
  readonly config: ImageConfig
}

/** The data folder of a registry that holds every image a lab cluster runs. */
export const registryPiece = definePiece({
  name: 'registry',
  recipe: ['images', 'coredns', 'cni'],
  needs: { go: goPiece, programs: kubernetesPrograms, base: baseLayer },
  build: async (out, { go, programs, base }) => {
    const work = await mkdtemp(join(tmpdir(), 'lab-images-'))
    try {
      await buildGo(go, 'coredns', join(work, 'coredns'))
      await buildGo(go, 'cni', join(work, 'cni'))
      await run('gcc', ['-static', '-Os', '-s', '-o', join(work, 'pause'), join(import.meta.dirname, 'pause.c')])
      const shared = await readLayer(base)
      await withRegistry(out, work, async (address) => {
        for (const image of images(programs, work)) await push(image, shared, work, address)
      })
    } finally {
      await rm(work, { recursive: true })
    }
  },
})

function images(programs: string, work: string): Image[] {
  const kubernetes = (version: string, folder: string): Image[] =>
    ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kube-proxy'].map((name) => ({
      names: [`google_containers/${name}:v${version}`],
      onBase: name === 'kube-proxy',
      files: { [`/usr/local/bin/${name}`]: { from: join(folder, name) }, '/tmp': { folder: true } } satisfies Files,
      config: { Entrypoint: [`/usr/local/bin/${name}`] },
    }))
  const own = (name: string, path: string): Files => ({ [path]: { from: join(work, name), mode: 0o755 } })
  return [
    ...kubernetes(kubernetesVersion, programs),
    ...kubernetes(nextKubernetesVersion, join(programs, 'next')),
    { names: ['google_containers/etcd:3.4.13-0'], onBase: true, files: {}, config: { Entrypoint: ['etcd'] } },
    {
      names: ['google_containers/pause:3.2'],
      onBase: false,
      files: own('pause', '/pause'),
      config: { Entrypoint: ['/pause'] },
    },
    {
      ...{ names: ['google_containers/coredns:1.7.0'], onBase: false, files: own('coredns', '/coredns') },
      config: { Entrypoint: ['/coredns'], ExposedPorts: { '53/udp': {} } },
    },
    {
      names: ['lab/cni:1'],
      onBase: true,
      files: own('cni', '/usr/local/bin/lab-cni'),
      config: { Entrypoint: ['lab-cni'] },
    },
    {
      ...{ names: ['library/nginx:latest', 'library/nginx:1.25'], onBase: true, files: {} },
      config: { Cmd: ['nginx', '-g', 'daemon off;'], ExposedPorts: { '80/tcp': {} } },
    },
  ]
}

async function push(image: Image, base: Layer, work: string, address: string): Promise<void> {
  const layers = image.onBase ? [base] : []
  if (Object.keys(image.files).length > 0) {
    const tree = await mkdtemp(join(work, 'tree-'))
    await run('chmod', ['755', tree])
    await layOut(tree, image.files)
    layers.push(await packLayer(tree, join(work, 'layer')))
  }
  const layout = join(work, 'layout')
  await writeLayout(layout, layers, image.config)
  for (const name of image.names) {
    await run('skopeo', [
      'copy',
      '--quiet',
      '--insecure-policy',
      '--dest-tls-verify=false',
      `oci:${layout}`,
      `docker://${address}/${name}`,
    ])
  }
}

const layerSchema = z.object({ file: z.string(), digest: z.string(), size: z.number(), diffId: z.string() })

async function readLayer(folder: string): Promise<Layer> {
  const layer = layerSchema.parse(JSON.parse(await readFile(join(folder, 'layer.json'), 'utf8')))
  return { ...layer, file: join(folder, layer.file) }
}
