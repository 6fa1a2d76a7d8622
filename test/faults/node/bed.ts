import { cp, mkdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { clusterFolder } from '../../e2e/cluster-file.ts'
import { ensureArtifacts } from '../../lab/artifacts/index.ts'
import { initPid } from '../../lab/boot.ts'
import { createLab, type Lab } from '../../lab/lab.ts'
import { network } from '../../lab/network.ts'
import { run } from '../../lab/run.ts'
import { hostPaths, labPaths } from '../../lab/state.ts'
import type { HostKind } from '../../lab/tree/recipes.ts'
import { quote } from '../../../src/shell/sh.ts'
import { startMirror, type FaultyMirror } from './mirror.ts'
import { plantedFiles } from './planted.ts'

/** The host of every bed. */
export const hostName = 'cp1'
/** mirror.lab has this address here: a mirror that can be made to fail. */
export const mirrorAddress = `${network.prefix}2`

/** One lab with one host whose disk lies in memory and has an end, and a mirror that can be made to fail. */
export interface Bed {
  readonly lab: Lab
  readonly kind: HostKind
  /** Where cluster.yaml lies. */
  readonly cwd: string
  readonly mirror: FaultyMirror
  /** Makes the host as new, with the user's files planted. */
  readonly fresh: () => Promise<void>
  /** A path of the host's as this machine sees it, also while the host is off. */
  readonly inHost: (path: string) => Promise<string>
  /** The folder in which a large file fills the host's disk. */
  readonly disk: string
  readonly close: () => Promise<void>
}

/** `diskSize` as mount(8) takes it. */
export async function makeBed(id: string, kind: HostKind, diskSize = '3g'): Promise<Bed> {
  const artifacts = await ensureArtifacts()
  const lab = await createLab({ id, hosts: [], artifacts, memory: true })
  const { disks, netns } = labPaths(id)
  let mirror: FaultyMirror | undefined
  let cwd = ''
  const close = async (): Promise<void> => {
    await mirror?.stop()
    await lab.down()
    if (cwd !== '') await rm(cwd, { recursive: true, force: true })
  }
  try {
    await run('mount', ['-o', `remount,size=${diskSize}`, disks])
    await run('nsenter', [`--net=${netns}`, 'ip', 'addr', 'add', `${mirrorAddress}/24`, 'dev', network.bridge])
    mirror = await startMirror(netns, mirrorAddress)
    await lab.addHost({ name: hostName, kind })
    cwd = await clusterFolder(lab, [hostName])
    await mkdir(join(cwd, 'books'))
    await cp(join(import.meta.dirname, 'books.yaml'), join(cwd, 'books/cluster.yaml'))
    await plant(lab, kind)
  } catch (error) {
    await close()
    throw error
  }
  const fresh = async (): Promise<void> => {
    await lab.reset(hostName)
    await plant(lab, kind)
  }
  const inHost = async (path: string): Promise<string> => {
    const pid = await initPid(id, hostName)
    return pid === undefined ? join(hostPaths(id, hostName).disk, 'upper', path) : join(`/proc/${pid}/root`, path)
  }
  return { lab, kind, cwd, mirror, fresh, inHost, disk: disks, close }
}

async function plant(lab: Lab, kind: HostKind): Promise<void> {
  const files = Object.entries(plantedFiles(kind)).map(
    ([path, text]) => `mkdir -p ${dirname(path)}; printf %s ${quote(text)} >${path}`,
  )
  const names = `sed -i 's/^${network.gateway} .*/${network.gateway} registry.lab\\n${mirrorAddress} mirror.lab/' /etc/hosts`
  const { code, stderr } = await lab.exec(hostName, ['set -e; mkdir -p /opt/faults', names, ...files].join('\n'))
  if (code !== 0) throw new Error(`cannot plant files: ${stderr}`)
}
