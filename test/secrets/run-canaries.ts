import { rm } from 'node:fs/promises'
import type { Lab } from '../lab/lab.ts'
import { formsOf, type Canary } from './canary.ts'
import { watchFolder } from './client-files.ts'
import { searchHost } from './disk.ts'
import { search, type Evidence, type Find } from './evidence.ts'
import { holders } from './holders.ts'
import { clientEvidence, travel, type Run } from './journey.ts'
import { minted } from './minted.ts'
import { plant, userOf, type Bed } from './plant.ts'
import { restrict, tryAll, type Proof } from './restrict.ts'
import { sampleClient, sampleHost } from './sample.ts'
import { clearHost, leaveOnClient, leaveOnHost, selfTestCanary, selfTestPlaces } from './self-test.ts'
import { sudoersOf } from './sudoers-of.ts'

export interface Result {
  readonly canaries: readonly Canary[]
  readonly finds: readonly Find[]
  readonly runs: readonly Run[]
  /** By machine: how often all processes were looked at, how many there were, how many files were searched. */
  readonly searched: Readonly<Record<string, { passes: number; processes: number; files: number }>>
  /** Places where the search did not find what was left there for it. */
  readonly missed: readonly string[]
  readonly privileges: Readonly<Record<string, Proof & { user: string }>>
}

/** Takes a whole cluster up under restricted sudoers files while all is watched, and searches what was seen. */
export async function runCanaries(lab: Lab, progress: (text: string) => void): Promise<Result> {
  const bed = await plant(lab)
  try {
    return await watched(bed, progress)
  } finally {
    await rm(bed.folder, { recursive: true })
  }
}

async function watched(bed: Bed, progress: (text: string) => void): Promise<Result> {
  const { lab, hosts, folder, temporary } = bed
  for (const host of hosts) await restrict(lab, host, await sudoersOf(bed, host))
  const self = selfTestCanary()
  const last = hosts.at(-1) ?? ''
  const folderWatch = watchFolder(temporary)
  const samplers = new Map([['client', await sampleClient(lab)]])
  for (const host of hosts) samplers.set(host, await sampleHost(lab, host))
  const evidence: Evidence[] = []
  const searched: Record<string, { passes: number; processes: number; files: number }> = {}
  let runs: readonly Run[] = []
  try {
    runs = await travel(bed, progress)
    await leaveOnHost(lab, last, self)
    await leaveOnClient(folder, self)
    await new Promise((resolve) => setTimeout(resolve, 200))
  } finally {
    for (const [machine, sampler] of samplers) {
      const { passes, processes, evidence: seen } = await sampler.stop()
      searched[machine] = { passes, processes, files: 0 }
      evidence.push(...seen)
    }
    evidence.push(...(await folderWatch.stop()))
  }
  const canaries = [...bed.canaries, ...(await minted(bed)), self]
  progress(
    `searching ${hosts.length} hosts for ${canaries.length} secrets in ${canaries.flatMap(formsOf).length} forms`,
  )
  for (const host of hosts) {
    const { files, evidence: found } = await searchHost(lab, host, canaries)
    evidence.push(...found)
    searched[host] = { passes: 0, processes: 0, ...searched[host], files }
  }
  evidence.push(...selfEvidence(self), ...(await clientEvidence(bed, runs)))
  searched.client = { passes: 0, processes: 0, ...searched.client, files: evidence.filter(isClientFile).length }
  await clearHost(lab, last)
  const finds = search(canaries, evidence, holders)
  const found = new Set(finds.filter(({ canary }) => canary === self).map((find) => find.evidence.place))
  const privileges: Record<string, Proof & { user: string }> = {}
  for (const host of hosts) {
    const user = userOf(host)
    privileges[host] = { user, ...(await tryAll(lab, host, user, bed.env.SUDO_PW ?? '')) }
  }
  return {
    ...{ canaries, runs, searched, privileges },
    finds: finds.filter(({ canary }) => canary !== self),
    missed: selfTestPlaces.filter((place) => !found.has(place)),
  }
}

const isClientFile = ({ machine, place }: Evidence): boolean => machine === 'client' && !place.startsWith('/proc')

/** Output that holds the secret of the self-test, broken in the middle and as JSON has it. */
function selfEvidence({ value }: Canary): readonly Evidence[] {
  const broken = `${value.slice(0, 9)}\n${value.slice(9)}`
  return [
    { machine: 'client', place: 'output', where: 'self-test', text: broken },
    { machine: 'client', place: 'JSON events', where: 'self-test', text: JSON.stringify({ text: broken }) },
  ]
}
