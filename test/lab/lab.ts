import type { Artifacts } from './artifacts/index.ts'
import { planCgroups, type CgroupVersion } from './cgroups.ts'
import { down, reapLabs } from './down.ts'
import { mountMemory } from './memory.ts'
import { makeLabNetwork } from './network.ts'
import { startTime } from './processes.ts'
import { Lab, type HostSpec } from './running-lab.ts'
import { startServices } from './services.ts'
import { makeLabKey } from './ssh-files.ts'
import { createState, labPaths, readState, type LabState } from './state.ts'
import { ensureTools } from './tools.ts'

export { Lab, opsPassword, type HostSpec } from './running-lab.ts'

export interface LabSpec {
  readonly id: string
  readonly hosts: readonly HostSpec[]
  /** Without them the lab has neither an HTTP server nor a registry. */
  readonly artifacts?: Artifacts | undefined
  /** The lab outlives the process that made it, until `down`. */
  readonly keep?: boolean
  /** Hosts have their disks in memory: several times as fast, for as long as there is room. */
  readonly memory?: boolean
  /** By default what the machine has its controllers in. */
  readonly cgroup?: CgroupVersion | undefined
}

/** Makes a lab and boots its hosts side by side. A lab that can't be brought up is taken down again. */
export async function createLab({ id, hosts, artifacts, keep = false, memory = false, cgroup }: LabSpec): Promise<Lab> {
  if (!/^[a-z0-9][a-z0-9-]*$/.test(id)) throw new Error(`not an id for a lab: ${id}`)
  await ensureTools()
  await reapLabs()
  const owner = { pid: process.pid, startTime: (await startTime(process.pid)) ?? '' }
  const services = await planCgroups(`nodeprep-lab.${id}.services`, cgroup)
  const state: LabState = { id, owner, keep, cgroup, artifacts, hosts: [], services }
  await createState(state)
  try {
    await makeLabKey(id)
    if (memory) await mountMemory(labPaths(id).disks)
    await makeLabNetwork(labPaths(id).netns)
    if (artifacts !== undefined) await startServices(state, artifacts)
    const lab = new Lab(state)
    await lab.addHosts(hosts)
    return lab
  } catch (error) {
    await down(id)
    throw error
  }
}

/** A lab that is running already. Throws when there is none of that id. */
export async function openLab(id: string): Promise<Lab> {
  const state = await readState(id)
  if (state === undefined) throw new Error(`no lab named ${id} is up; start one: npm run lab -- up --id ${id}`)
  return new Lab(state)
}
