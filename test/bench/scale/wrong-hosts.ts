import { readFile, writeFile } from 'node:fs/promises'
import type { HostEnded } from '../../../src/report/event.ts'
import { eventsOf } from '../bed.ts'
import { runOnce, type Contender } from '../measure.ts'
import { nodeprepOn } from './contenders.ts'
import { addressOf, nameOf, onHost, writeHosts, type ScaleBed } from './scale-bed.ts'

/** A key that no host has. */
const otherKey = `AAAAC3NzaC1lZDI1NTE5AAAAI${'A'.repeat(43)}`
const file = '/etc/systemd/journald.conf.d'

/** What is wrong with which host, by its index, and how it should end. */
export const wrongHosts = {
  refused: { index: 2, outcome: 'unreachable', code: 'unreachable' },
  otherKey: { index: 3, outcome: 'unreachable', code: 'host-key-mismatch' },
  failing: { index: 4, outcome: 'failed', code: 'step-failed' },
  slow: { index: 5, outcome: 'ok', code: undefined },
} as const

/** A run over hosts of which one refuses connections, one shows another key, one's step fails and one takes 15 s. */
export async function withWrongHosts(bed: ScaleBed, count: number): Promise<Contender> {
  const { clusterFile, knownHosts } = await writeHosts(bed, count)
  const addressIs = (name: keyof typeof wrongHosts): string => addressOf(wrongHosts[name].index)
  const known = await readFile(knownHosts, 'utf8')
  const changed = known.replace(new RegExp(`^(${addressIs('otherKey')} \\S+) \\S+`, 'm'), `$1 ${otherKey}`)
  await writeFile(knownHosts, changed)
  const cluster = await readFile(clusterFile, 'utf8')
  const refusing = `address: ${addressIs('refused')},`
  await writeFile(clusterFile, cluster.replace(refusing, `${refusing} ssh: { port: 23 },`))
  const wrong = [
    `${addressIs('failing')} mount -t tmpfs none ${file} && mount -o remount,ro ${file}`,
    `${addressIs('slow')} sleep 15`,
  ]
  await onHost(bed, 'cat >/root/wrong-hosts', `${wrong.join('\n')}\n`)
  const run = nodeprepOn(bed, count, clusterFile)
  return { ...run, command: [...run.command, '--output', 'json'], verify: ({ stdout }) => assertEnds(stdout, count) }
}

/** Runs it, and puts the hosts right again. */
export async function runWithWrongHosts(bed: ScaleBed, count: number) {
  const contender = await withWrongHosts(bed, count)
  try {
    return await runOnce(contender)
  } finally {
    await onHost(bed, 'rm /root/wrong-hosts')
  }
}

/** Every host ended as it should: what is wrong with some is no trouble of the others. */
function assertEnds(stdout: string, count: number): void {
  const ends = eventsOf(stdout).filter((event): event is HostEnded => event.type === 'host-ended')
  const expected = new Map(Object.values(wrongHosts).map(({ index, ...how }) => [nameOf(index), how]))
  for (const { host, outcome, error } of ends) {
    const { outcome: wanted, code } = expected.get(host) ?? { outcome: 'ok', code: undefined }
    if (outcome !== wanted || error?.code !== code) throw new Error(`${host} ended ${outcome}: ${error?.message ?? ''}`)
  }
  if (ends.length !== count) throw new Error(`${ends.length} of ${count} hosts ended`)
}
