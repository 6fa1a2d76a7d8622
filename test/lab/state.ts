import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Artifacts } from './artifacts/index.ts'
import type { CgroupDir, CgroupVersion } from './cgroups.ts'
import { startTime } from './processes.ts'
import type { HostKind } from './tree/recipes.ts'

/** Where running labs write down what they made, each thing before it is made. Gone after a reboot, as the labs are. */
export const stateRoot = '/run/nodeprep-lab'
/** Where hosts have their disks: not on tmpfs, for images are large. */
export const diskRoot = '/var/tmp/nodeprep-lab'

/** What a host's disk held at some time. It lives as long as its lab. */
export interface Snapshot {
  readonly kind: HostKind
  /** Overlay layers over the tree, the uppermost first. */
  readonly layers: readonly string[]
  /** The folder of the container stores, which are copied. */
  readonly stores: string
}

export interface HostState {
  readonly name: string
  readonly kind: HostKind
  readonly address: string
  readonly tree: string
  /** What the disk was when it was new, if not the tree alone. */
  readonly from?: Snapshot | undefined
  readonly cgroups: readonly CgroupDir[]
}

export interface LabState {
  readonly id: string
  /** The process that made the lab: the lab goes when it is gone, unless it is to be kept. */
  readonly owner: { readonly pid: number; readonly startTime: string }
  readonly keep: boolean
  /** By default what the machine has its controllers in. */
  readonly cgroup?: CgroupVersion | undefined
  readonly hosts: readonly HostState[]
  /** What the lab serves to its hosts; without it it has neither an HTTP server nor a registry. */
  readonly artifacts?: Artifacts | undefined
  /** Cgroups of the lab's own services. */
  readonly services: readonly CgroupDir[]
}

/** The folders and files of one lab. */
export function labPaths(id: string) {
  const dir = join(stateRoot, id)
  return {
    dir,
    state: join(dir, 'lab.json'),
    netns: join(dir, 'netns'),
    key: join(dir, 'id_ed25519'),
    knownHosts: join(dir, 'known_hosts'),
    sshConfig: join(dir, 'ssh_config'),
    disks: join(diskRoot, id),
    // No host is named so: a name has no dot.
    snapshots: join(diskRoot, id, '.snapshots'),
  }
}

/** The folders and files of one host of a lab. */
export function hostPaths(id: string, name: string) {
  const dir = join(labPaths(id).dir, 'hosts', name)
  return {
    dir,
    netns: join(dir, 'netns'),
    initPid: join(dir, 'init.pid'),
    console: join(dir, 'console'),
    cgroups: join(dir, 'cgroups'),
    sshKeys: join(dir, 'ssh'),
    productUuid: join(dir, 'product_uuid'),
    disk: join(labPaths(id).disks, name),
  }
}

/** Claims the lab's id and writes its first state in one step. Throws when the id is taken. */
export async function createState(state: LabState): Promise<void> {
  const { dir } = labPaths(state.id)
  const draft = `${dir}.${process.pid}.new`
  await mkdir(draft, { recursive: true, mode: 0o700 })
  await writeFile(join(draft, 'lab.json'), JSON.stringify(state))
  try {
    await rename(draft, dir)
  } catch (cause) {
    await rm(draft, { recursive: true })
    throw new Error(`a lab named ${state.id} exists; take it down first: npm run lab -- down --id ${state.id}`, {
      cause,
    })
  }
}

/** Removes what a process left that died in createState. */
export async function removeDrafts(): Promise<void> {
  for (const name of await readdir(stateRoot).catch(() => [])) {
    const pid = /\.(\d+)\.new$/.exec(name)?.[1]
    if (pid !== undefined && (await startTime(Number(pid))) === undefined)
      await rm(join(stateRoot, name), { recursive: true })
  }
}

export async function writeState(state: LabState): Promise<void> {
  const { state: file } = labPaths(state.id)
  await writeFile(`${file}.new`, JSON.stringify(state, null, 2))
  await rename(`${file}.new`, file)
}

/** The state of a lab; undefined when there is none of that id. */
export async function readState(id: string): Promise<LabState | undefined> {
  const text = await readFile(labPaths(id).state, 'utf8').catch(() => undefined)
  return text === undefined ? undefined : (JSON.parse(text) as LabState)
}

/** All labs on this machine. */
export async function listStates(): Promise<LabState[]> {
  const names: string[] = await readdir(stateRoot).catch(() => [])
  const states = await Promise.all(names.map((name) => readState(name)))
  return states.filter((state) => state !== undefined).filter((state) => names.includes(state.id))
}
