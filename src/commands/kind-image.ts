import { join } from 'node:path'
import type { Cluster } from '../cluster/cluster.ts'
import { loadCluster } from '../config/load.ts'
import { buildImage } from '../kind/build.ts'
import { builders, findBuilder, providers } from '../kind/builders.ts'
import { createCluster } from '../kind/create.ts'
import { kindImage, type ImageFlags, type KindImage } from '../kind/image.ts'
import { limits } from '../kind/limits.ts'
import type { Surroundings } from '../kind/programs.ts'
import { renderKindFiles } from '../kind/render.ts'
import { writeFiles } from '../kind/write-files.ts'
import type { ExitCode } from '../report/exit-code.ts'
import type { Io } from './io.ts'
import { environmentOfChildren } from './password.ts'

export interface KindImageFlags extends ImageFlags {
  readonly outputDir: string
  readonly build?: true | undefined
  readonly create?: true | undefined
}

/** `nodeprep kind-image [FILE]`: a node image of kind with CRI-O; renders it, builds it, and makes a cluster of it. */
export async function kindImageCommand(io: Io, file: string | undefined, flags: KindImageFlags): Promise<ExitCode> {
  const cluster = file === undefined ? undefined : loadCluster(file)
  const image = kindImage(cluster, flags)
  const files = renderKindFiles(image)
  writeFiles(flags.outputDir, files)
  io.stdout.write(`Wrote ${[...files.keys()].map((path) => join(flags.outputDir, path)).join(', ')}.\n`)
  const env = cluster ? environmentOfChildren(cluster, io.env) : io.env
  await carryOut({ env, signal: io.signal, show: io.stderr }, io, image, flags)
  io.stdout.write([...networkNote(cluster), ...limits(image)].map((line) => `note: ${line}\n`).join(''))
  return 0
}

async function carryOut(around: Surroundings, { stdout }: Io, image: KindImage, flags: KindImageFlags): Promise<void> {
  const { outputDir, build, create } = flags
  const byHand = `Or where there is one: docker build -t ${image.tag} ${outputDir}`
  if (!build && !create) {
    stdout.write(`Build and use it: nodeprep kind-image --build --create with the same words. ${byHand}\n`)
    return
  }
  const config = join(outputDir, 'kind.yaml')
  const remedy = create
    ? 'kind runs its nodes with docker or podman: install one of them, and start it.'
    : `Install docker, podman or buildah. ${byHand}`
  const program = await findBuilder(around, create ? providers : builders, remedy)
  if (build) {
    const warnings = await buildImage(around, program, image, outputDir)
    stdout.write(`Built ${image.tag} with ${program}.\n${warnings.map((line) => `${line}\n`).join('')}`)
  }
  if (create) {
    await createCluster(around, program, image, config)
    stdout.write(`The cluster ${image.name} is there: kubectl --context kind-${image.name} get nodes -o wide\n`)
  } else stdout.write(`Make a cluster of it: kind create cluster --config ${config}\n`)
}

function networkNote(cluster: Cluster | undefined): readonly string[] {
  if (cluster === undefined || cluster.cni.kind === 'none') return []
  return [
    "Pods are on kind's own network, not on that of cluster.yaml: a node image lacks the plugins that most others need.",
  ]
}
