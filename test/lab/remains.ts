import { readFile, readdir, readlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { processesIn } from './cgroups.ts'
import { sleep, startTime } from './processes.ts'
import { labPaths, readState } from './state.ts'
import { exists } from './tools.ts'

const kinds = ['mnt', 'uts', 'ipc', 'pid', 'cgroup', 'net'] as const

/** What there is of a lab on this machine, as lines. */
export interface Footprint {
  readonly processes: ReadonlyMap<number, string>
  readonly namespaces: ReadonlySet<string>
  readonly cgroupParents: ReadonlySet<string>
}

/** Notes everything that a running lab consists of. */
export async function footprint(id: string): Promise<Footprint> {
  const state = await readState(id)
  if (state === undefined) throw new Error(`no lab ${id}`)
  const groups = [...state.services, ...state.hosts.flatMap(({ cgroups }) => cgroups)]
  const processes = new Map<number, string>()
  const namespaces = new Set<string>()
  for (const { dir } of groups) {
    for (const pid of await processesIn(dir)) {
      processes.set(pid, (await startTime(pid)) ?? '')
      for (const name of await namespacesOf(pid)) namespaces.add(name)
    }
  }
  for (const name of await namespacesOf(process.pid)) namespaces.delete(name)
  return { processes, namespaces, cgroupParents: new Set(groups.map(({ dir }) => dirname(dir))) }
}

/** What is left of a lab that was taken down; should be nothing. Waits a little for killed processes to be reaped. */
export async function remains(id: string, before: Footprint): Promise<string[]> {
  let left = await look(id, before)
  for (let tries = 0; tries < 100 && left.length > 0; tries++) {
    await sleep(100)
    left = await look(id, before)
  }
  return left
}

async function look(id: string, before: Footprint): Promise<string[]> {
  const left: string[] = []
  for (const [pid, start] of before.processes) {
    if ((await startTime(pid)) === start) left.push(`process ${pid}`)
  }
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    if (await isOfAnotherLab(pid, id)) continue
    for (const name of await namespacesOf(Number(pid))) {
      if (before.namespaces.has(name)) left.push(`namespace ${name} of process ${pid}`)
    }
  }
  for (const parent of before.cgroupParents) {
    const dirs = (await readdir(parent)).filter((name) => name.startsWith(`nodeprep-lab.${id}.`))
    left.push(...dirs.map((name) => `cgroup ${join(parent, name)}`))
  }
  const mounts = (await readFile('/proc/self/mountinfo', 'utf8')).split('\n').filter((line) => line.includes(id))
  left.push(...mounts.map((line) => `mount ${line}`))
  const { dir, disks } = labPaths(id)
  for (const path of [dir, disks]) if (await exists(path)) left.push(`folder ${path}`)
  return left
}

/** The kernel gives the number of a namespace that is gone to the next one, which may be that of a lab of another test. */
async function isOfAnotherLab(pid: string, id: string): Promise<boolean> {
  const groups = await readFile(`/proc/${pid}/cgroup`, 'utf8').catch(() => '')
  return groups.includes('nodeprep-lab.') && !groups.includes(`nodeprep-lab.${id}.`)
}

async function namespacesOf(pid: number): Promise<string[]> {
  const links = await Promise.all(kinds.map((kind) => readlink(`/proc/${pid}/ns/${kind}`).catch(() => '')))
  return links.filter((link) => link !== '')
}
