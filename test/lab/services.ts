import { spawn } from 'node:child_process'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type { Artifacts } from './artifacts/index.ts'
import { makeCgroups } from './cgroups.ts'
import { network } from './network.ts'
import { until } from './processes.ts'
import { registryConfig, registryPorts, writeRegistries } from './registry.ts'
import { tryRun } from './run.ts'
import { labPaths, type LabState } from './state.ts'

/** Starts the lab's HTTP server and image registries at the gateway's address, and waits until they answer. */
export async function startServices(lab: LabState, artifacts: Artifacts): Promise<void> {
  const { dir } = labPaths(lab.id)
  await makeCgroups(lab.services)
  const server = join(import.meta.dirname, 'http-server.ts')
  const tsx = import.meta.resolve('tsx')
  await startService(lab, 'http', [process.execPath, '--import', tsx, server, artifacts.www, network.gateway, '80'])
  await writeRegistries(lab.id, artifacts.registry)
  for (const name of Object.keys(registryPorts)) {
    await startService(lab, name, ['docker-registry', 'serve', registryConfig(lab.id, name)])
  }
  for (const [name, port] of Object.entries({ http: 80, ...registryPorts })) {
    await until(`the lab's ${name} service to listen; see ${join(dir, `${name}.log`)}`, 30, () => listens(lab.id, port))
  }
}

/** Starts something that lives as long as the lab. */
export async function startService(lab: LabState, name: string, command: readonly string[]): Promise<void> {
  const { dir, netns } = labPaths(lab.id)
  const log = await open(join(dir, `${name}.log`), 'a')
  const groups = lab.services.map((group) => group.dir)
  const join_ = 'n=$1; shift; while [ "$n" -gt 0 ]; do echo $$ >"$1/cgroup.procs"; shift; n=$((n - 1)); done; exec "$@"'
  const args = ['-c', join_, 'sh', String(groups.length), ...groups, 'nsenter', `--net=${netns}`, ...command]
  const child = spawn('sh', args, { detached: true, cwd: '/', stdio: ['ignore', log.fd, log.fd] })
  child.on('error', () => undefined)
  child.unref()
  await log.close()
}

/** Something in the lab's own namespace listens there. */
export async function listens(id: string, port: number): Promise<boolean> {
  const { stdout } = await tryRun('nsenter', [`--net=${labPaths(id).netns}`, 'ss', '-Hltn', `sport = :${port}`])
  return stdout.includes('LISTEN')
}
