import { mkdir, rm, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { sleep } from '../../lab/processes.ts'
import type { ClusterBed } from './bed.ts'
import type { ClusterCase } from './cases.ts'
import { point } from './steps.ts'

/** The instant of a case, as files in the host name it. */
function marks({ step, phase }: ClusterCase): string {
  return `/opt/faults/${phase}.${step.id}`
}

/** From now on a program that comes to the case's point stops there; an instant that is no point is looked out for. */
export async function arm(bed: ClusterBed, one: ClusterCase): Promise<void> {
  const file = await bed.inHost(one.step.host, `${marks(one)}.armed`)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, '')
  const condition = one.step.phases[one.phase] ?? 'false'
  if (condition !== point) void lookOut(bed, one, condition)
}

async function lookOut(bed: ClusterBed, one: ClusterCase, condition: string): Promise<void> {
  const at = marks(one)
  const loop = `while [ -e ${at}.armed ]; do if ${condition}; then : >${at}.reached; exit 0; fi; sleep 0.02; done`
  // A host that loses power takes the loop along.
  while (await isThere(bed, one, 'armed')) {
    const code = await bed.lab.exec(one.step.host, loop).then(
      (ended) => ended.code,
      () => 1,
    )
    if (code === 0) return
    await sleep(200)
  }
}

/** Lets go whoever stands at the case's point, and nobody stops there any more. */
export async function letGo(bed: ClusterBed, one: ClusterCase): Promise<void> {
  await rm(await bed.inHost(one.step.host, `${marks(one)}.armed`), { force: true })
}

/** Whether the instant of the case has come. */
export async function isReached(bed: ClusterBed, one: ClusterCase): Promise<boolean> {
  return isThere(bed, one, 'reached')
}

async function isThere(bed: ClusterBed, one: ClusterCase, what: 'armed' | 'reached'): Promise<boolean> {
  return stat(await bed.inHost(one.step.host, `${marks(one)}.${what}`)).then(
    () => true,
    () => false,
  )
}
