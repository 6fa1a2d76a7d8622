import { rm, rmdir } from 'node:fs/promises'
import { killHost } from './boot.ts'
import { killCgroups } from './cgroups.ts'
import { removeDisk } from './disk.ts'
import { unmountMemory } from './memory.ts'
import { removeNetns } from './network.ts'
import { startTime } from './processes.ts'
import { diskRoot, labPaths, listStates, readState, removeDrafts, stateRoot, type LabState } from './state.ts'

/** Takes a lab down by what it wrote down, and leaves nothing of it. No error if there is none. */
export async function down(id: string): Promise<void> {
  const lab = await readState(id)
  if (lab === undefined) return
  const paths = labPaths(id)
  await Promise.all(lab.hosts.map((host) => killHost(id, host)))
  await killCgroups(lab.services)
  await removeNetns(paths.netns)
  await unmountMemory(paths.disks)
  await removeDisk(paths.disks)
  await rm(paths.dir, { recursive: true, force: true })
  // The common folders go with the last lab.
  for (const dir of [stateRoot, diskRoot]) await rmdir(dir).catch(() => undefined)
}

/** Takes down every lab on this machine. Returns their ids. */
export async function downAll(): Promise<string[]> {
  return downEach(await listStates())
}

/** Takes down the labs whose process died without doing so, except those that are kept. */
export async function reapLabs(): Promise<string[]> {
  const dead: LabState[] = []
  await removeDrafts()
  for (const lab of await listStates()) {
    if (!lab.keep && (await startTime(lab.owner.pid)) !== lab.owner.startTime) dead.push(lab)
  }
  return downEach(dead)
}

async function downEach(labs: readonly LabState[]): Promise<string[]> {
  for (const { id } of labs) await down(id)
  return labs.map(({ id }) => id)
}
