import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { run } from '../../run.ts'

/** A layer of an image, as a blob of an OCI layout. */
export interface Layer {
  readonly file: string
  readonly digest: string
  readonly size: number
  /** The digest of the layer before it was compressed. */
  readonly diffId: string
}

export interface ImageConfig {
  readonly Entrypoint?: readonly string[]
  readonly Cmd?: readonly string[]
  readonly ExposedPorts?: Readonly<Record<string, object>>
}

/** Packs a tree into a layer at `file`; the same tree gives the same bytes. */
export async function packLayer(tree: string, file: string): Promise<Layer> {
  const order = ['--sort=name', '--mtime=@0', '--numeric-owner']
  await run('tar', ['-C', tree, ...order, '-cf', `${file}.tar`, '.'])
  const diffId = await digestOf(`${file}.tar`)
  await run('gzip', ['-n', '-f', '-5', `${file}.tar`])
  await rename(`${file}.tar.gz`, file)
  return { file, diffId, digest: await digestOf(file), size: (await stat(file)).size }
}

/** Writes an OCI layout with one image in it, to be pushed from. */
export async function writeLayout(folder: string, layers: readonly Layer[], config: ImageConfig): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  await mkdir(join(folder, 'blobs/sha256'), { recursive: true })
  for (const layer of layers) await run('ln', ['-f', layer.file, join(folder, 'blobs', layer.digest.replace(':', '/'))])
  const prefix = 'application/vnd.oci.image'
  const env = ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin']
  const configBlob = await writeBlob(folder, `${prefix}.config.v1+json`, {
    ...{ architecture: 'amd64', os: 'linux', created: '2021-01-13T00:00:00Z', config: { Env: env, ...config } },
    rootfs: { type: 'layers', diff_ids: layers.map((layer) => layer.diffId) },
    history: layers.map(() => ({ created_by: 'nodeprep lab' })),
  })
  const manifest = await writeBlob(folder, `${prefix}.manifest.v1+json`, {
    schemaVersion: 2,
    config: configBlob,
    layers: layers.map(({ digest, size }) => ({ mediaType: `${prefix}.layer.v1.tar+gzip`, digest, size })),
  })
  await writeFile(join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}')
  await writeFile(join(folder, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: [manifest] }))
}

interface Descriptor {
  readonly mediaType: string
  readonly digest: string
  readonly size: number
}

async function writeBlob(folder: string, mediaType: string, value: unknown): Promise<Descriptor> {
  const text = JSON.stringify(value)
  const hex = createHash('sha256').update(text).digest('hex')
  await writeFile(join(folder, 'blobs/sha256', hex), text)
  return { mediaType, digest: `sha256:${hex}`, size: Buffer.byteLength(text) }
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return `sha256:${hash.digest('hex')}`
}
