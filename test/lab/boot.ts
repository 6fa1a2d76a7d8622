import { spawn } from 'node:child_process'
import { mkdir, open, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { killCgroups, makeCgroups } from './cgroups.ts'
import { execIn } from './exec.ts'
import { plugHost, removeNetns } from './network.ts'
import { sleep, until } from './processes.ts'
import { hostPaths, labPaths, type HostState, type LabState } from './state.ts'

const scripts = join(import.meta.dirname, 'host')

/** Debian 13's systemd takes cgroup version 1 only when told so twice. */
const legacyCgroups = ['SYSTEMD_CGROUP_ENABLE_LEGACY_FORCE=1', 'systemd.unified_cgroup_hierarchy=0']

/** Starts a host from its disk and waits until it is up. Throws with the host's own words when a unit failed. */
export async function bootHost(lab: LabState, host: HostState): Promise<void> {
  const paths = hostPaths(lab.id, host.name)
  await mkdir(paths.dir, { recursive: true })
  await rm(paths.initPid, { force: true })
  await plugHost(labPaths(lab.id).netns, paths.netns, host.address)
  await makeCgroups(host.cgroups)
  await writeFile(paths.cgroups, host.cgroups.map((group) => `${cgroupLine(group)}\n`).join(''))

  const layers = [...(host.from?.layers ?? []), host.tree]
  const args = [paths.cgroups, paths.netns, paths.dir, host.name, layers.join(':'), paths.disk]
  if (host.kind === 'debian13' && host.cgroups[0]?.type === 'cgroup') args.push(...legacyCgroups)
  const console = await open(paths.console, 'w')
  const child = spawn('sh', [join(scripts, 'boot.sh'), ...args], {
    detached: true,
    stdio: ['ignore', console.fd, console.fd],
  })
  await console.close()
  child.on('error', () => undefined)
  child.unref()
  const ended = (): boolean => child.pid === undefined || child.exitCode !== null || child.signalCode !== null
  await until(`${host.name} to start`, 60, async () => ended() || (await initPid(lab.id, host.name)) !== undefined)
  if (ended()) throw new Error(`${host.name} did not start:\n${await readFile(paths.console, 'utf8')}`)
  await untilRunning(lab.id, host.name)
}

function cgroupLine({ type, options, at, dir }: HostState['cgroups'][number]): string {
  return `${type} ${options} ${at} ${dir}`
}

/** The pid of a host's init in the machine's own count; undefined while the host is off. */
export async function initPid(id: string, name: string): Promise<number | undefined> {
  const text = await readFile(hostPaths(id, name).initPid, 'utf8').catch(() => '')
  if (!text.endsWith('\n')) return undefined
  // A host that powered itself off leaves the file behind, and its pid may be another's by now.
  const groups = await readFile(`/proc/${text.trim()}/cgroup`, 'utf8').catch(() => '')
  return `${groups}/`.replaceAll('\n', '/').includes(`/nodeprep-lab.${id}.${name}/`) ? Number(text) : undefined
}

async function untilRunning(id: string, name: string): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    const { stdout } = await execIn(id, name, 'systemctl is-system-running --wait 2>/dev/null')
    const state = stdout.trim()
    if (state === 'running') return
    if (state === 'degraded' || state === 'maintenance') {
      const units = await execIn(
        id,
        name,
        'systemctl --failed --no-legend --plain; journalctl -b -p err --no-pager | tail -30',
      )
      throw new Error(`${name} is ${state}:\n${units.stdout}`)
    }
    await sleep(100)
  }
  throw new Error(`${name} did not come up; see ${hostPaths(id, name).console}`)
}

/** Pulls a host's plug: every process in it is killed, its network namespace and cgroups are removed; its disk stays. */
export async function killHost(id: string, host: HostState): Promise<void> {
  const paths = hostPaths(id, host.name)
  await killCgroups(host.cgroups)
  await removeNetns(paths.netns)
  await rm(paths.initPid, { force: true })
}
