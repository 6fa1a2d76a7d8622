import { differences } from '../compare/differences.ts'
import { keptFormer } from '../compare/kept-former.ts'
import { readHost, type HostReading } from '../compare/read-host.ts'
import type { Volatile } from '../compare/volatile.ts'
import { hostName, type Bed } from './bed.ts'
import { plantedFiles } from './planted.ts'
import { Run } from './run.ts'
import { nodeSteps } from './steps.ts'

export type Reference = HostReading

/** Without a cluster kubelet starts over and over, and makes these if it lives long enough before its end. */
const own: readonly Volatile[] = [
  { path: '/var/lib/dockershim', what: 'all' },
  { path: '/var/lib/kubelet/pki', what: 'all' },
  // Every lab has a key of its own.
  { path: '/home/*/.ssh', what: 'content' },
  // A package that a fault left half way was in another state before.
  { path: '/var/lib/nodeprep/before/package', what: 'content' },
  // What kubelet was doing when nodeprep came to its unit, with its package installed.
  { path: '/var/lib/nodeprep/before/unit/kubelet', what: 'content' },
  // rpm of Debian has its database here: what it says is compared as packages.
  { path: '/root/.rpmdb', what: 'all' },
  // The test's own.
  { path: '/opt/faults', what: 'all' },
]

interface Where {
  readonly bed: Bed
  readonly client: string
  readonly folder: string
}

/** Applies to a fresh host without disturbing anything, and reads it. Throws when the steps are not those expected. */
export async function readReference({ bed, client, folder }: Where): Promise<Reference> {
  await bed.fresh()
  const run = new Run(client, bed, folder, 'reference', ['apply', 'cluster.yaml', '--playbooks', 'books'])
  const code = await run.ended
  const applied = run.events.flatMap((event) =>
    event.type === 'step-ended' && event.outcome === 'changed' ? [event.step] : [],
  )
  const expected = nodeSteps[bed.kind as keyof typeof nodeSteps].map(({ id }) => id)
  if (code !== 0 || applied.join() !== expected.join())
    throw new Error(
      `the undisturbed run ended with ${code} and applied ${applied.join()}: ${run.complaint().join('\n')}`,
    )
  return readHost(bed.lab, hostName, own)
}

/** What is wrong with a host after its journey: it should be in order, as the reference, and the user's files be kept. */
export async function converged({
  bed,
  client,
  folder,
  reference,
}: Where & { reference: Reference }): Promise<string[]> {
  const wrong: string[] = []
  const call = async (name: string, args: readonly string[]): Promise<Run> => {
    const run = new Run(client, bed, folder, name, args)
    await run.ended
    return run
  }
  const again = await call('again', ['apply', 'cluster.yaml', '--playbooks', 'books'])
  if (again.exitCode !== 0) wrong.push(`a further apply exits with ${again.exitCode}: ${again.complaint().join(' / ')}`)
  else if (again.changed() !== 0) wrong.push(`a further apply changes ${again.changed()} things`)
  const plan = await call('plan', ['plan', 'cluster.yaml', '--playbooks', 'books'])
  if (plan.exitCode !== 0) wrong.push(`plan exits with ${plan.exitCode}`)
  const left = await bed.lab.exec(
    hostName,
    'rm -rf /opt/faults; cd /run/nodeprep && ls -d lock */values */out 2>/dev/null',
  )
  if (left.stdout !== '') wrong.push(`left in /run/nodeprep: ${left.stdout.trim().replaceAll('\n', ' ')}`)
  const differing = differences(reference, await readHost(bed.lab, hostName, own))
  // For the same reason it may be at any point of starting.
  wrong.push(...differing.filter((line) => !line.startsWith('service kubelet: ')))
  wrong.push(...(await keptFormer(bed.lab, hostName, plantedFiles(bed.kind))))
  return wrong
}
