import { mkdir, readFile, readdir, rmdir, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { until } from './processes.ts'

/** One control group of a host or a service, in one hierarchy. */
export interface CgroupDir {
  readonly type: 'cgroup' | 'cgroup2'
  /** Mount options that name the hierarchy ("cpu,cpuacct", "name=systemd"); "rw" for version 2. */
  readonly options: string
  /** What the mount point is called below /sys/fs/cgroup; "." for version 2 alone. */
  readonly at: string
  readonly dir: string
}

export type CgroupVersion = 'v1' | 'v2'

const controllersOfV2 = ['cpuset', 'cpu', 'io', 'memory', 'pids']

/**
 * The folders for a new control group: below this process's own one with version 1, so that limits on it hold;
 * with version 2 below the root, for elsewhere a group with processes in it can't pass controllers on.
 * @param version by default version 1 if this machine has its controllers mounted, otherwise 2.
 */
export async function planCgroups(name: string, version?: CgroupVersion): Promise<CgroupDir[]> {
  const mounts = (await readFile('/proc/self/mountinfo', 'utf8')).split('\n').map((line) => line.split(' '))
  const own = (await readFile('/proc/self/cgroup', 'utf8')).split('\n').map((line) => line.split(':'))
  const v1: CgroupDir[] = []
  const v2: CgroupDir[] = []
  for (const fields of mounts) {
    const [, , , root = '/', point = ''] = fields
    const [type, , superOptions = ''] = fields.slice(fields.indexOf('-') + 1)
    if (type === 'cgroup2') v2.push({ type, options: 'rw', at: '.', dir: join(point, name) })
    if (type !== 'cgroup') continue
    const words = superOptions.split(',')
    const [, controllers, path] =
      own.find(([, names = '']) => names !== '' && words.includes(names.split(',')[0] ?? '')) ?? []
    if (controllers === undefined || path === undefined) continue
    const below = root !== '/' && path.startsWith(root) ? path.slice(root.length) : path
    v1.push({ type, options: controllers, at: basename(point), dir: join(point, below, name) })
  }
  const usable = v1.some(({ options }) => options === 'name=systemd') && v1.some(({ options }) => options === 'memory')
  const wanted = version ?? (usable ? 'v1' : 'v2')
  const found = wanted === 'v1' ? v1 : v2
  if (found.length === 0) throw new Error(`this machine has no cgroup ${wanted} mounted, the lab's hosts need it`)
  if (wanted === 'v2') return v2.slice(0, 1)
  // systemd uses an empty version 2 beside version 1 for itself: it must be the host's own too.
  return [...v1, ...v2.slice(0, 1).map((group) => ({ ...group, at: 'unified' }))]
}

/** Makes planned control groups, ready for processes. */
export async function makeCgroups(groups: readonly CgroupDir[]): Promise<void> {
  for (const { type, options, dir } of groups) {
    const parent = join(dir, '..')
    if (type === 'cgroup2') {
      for (const name of controllersOfV2)
        await writeFile(join(parent, 'cgroup.subtree_control'), `+${name}`).catch(ignore)
    }
    await mkdir(dir, { recursive: true })
    if (!options.split(',').includes('cpuset')) continue
    for (const file of ['cpuset.cpus', 'cpuset.mems']) {
      await writeFile(join(dir, file), await readFile(join(parent, file), 'utf8'))
    }
  }
}

/** Kills every process in the groups and removes them with all groups below. What is not there is no error. */
export async function killCgroups(groups: readonly CgroupDir[]): Promise<void> {
  for (const { dir } of groups) {
    await until(`processes in ${dir} to end`, 30, async () => {
      const pids = await processesIn(dir)
      for (const pid of pids) kill(pid)
      return pids.length === 0
    })
    await until(`${dir} to be removable`, 10, () => removeGroup(dir).then(() => true, ignore))
  }
}

/** The processes in a group and all groups below it. */
export async function processesIn(dir: string): Promise<number[]> {
  const procs = await readFile(join(dir, 'cgroup.procs'), 'utf8').catch(() => '')
  const pids = procs.split('\n').filter(Boolean).map(Number)
  for (const child of await childGroups(dir)) pids.push(...(await processesIn(child)))
  return pids
}

async function removeGroup(dir: string): Promise<void> {
  for (const child of await childGroups(dir)) await removeGroup(child)
  await rmdir(dir).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  })
}

async function childGroups(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { withFileTypes: true }).catch(() => [])
  return entries.filter((entry) => entry.isDirectory()).map((entry) => join(dir, entry.name))
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It ended by itself.
  }
}

function ignore(): false {
  return false
}
