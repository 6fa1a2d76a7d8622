import { differences } from '../compare/differences.ts'
import { readHost, type HostReading } from '../compare/read-host.ts'
import type { Volatile } from '../compare/volatile.ts'
import { Run } from '../node/run.ts'
import { hostNames, type ClusterBed } from './bed.ts'
import { readCluster, settle } from './read-cluster.ts'

/** What both hosts and the cluster hold. */
export interface ClusterReading {
  readonly hosts: Readonly<Record<string, HostReading>>
  readonly objects: ReadonlyMap<string, string>
}

/** What no two clusters have in common: keys, certificates, tokens, addresses that were given out. */
const own: readonly Volatile[] = [
  { path: '/etc/kubernetes/pki', what: 'content' },
  { path: '/etc/kubernetes/*.conf', what: 'content' },
  { path: '/root/.kube/config', what: 'content' },
  // The digest of that.
  { path: '/var/lib/nodeprep/wrote/root/.kube/config.wrote', what: 'content' },
  // Named after the day they were made.
  { path: '/var/lib/kubelet/pki', what: 'all' },
  { path: '/var/lib/kubelet/*_state', what: 'all' },
  { path: '/etc/cni/net.d', what: 'content' },
  { path: '/var/lib/cni', what: 'all' },
  { path: '/var/lib/etcd', what: 'all' },
  // Kept by kubeadm between its tries; kubectl's memory of what the API server knows.
  { path: '/etc/kubernetes/tmp', what: 'all' },
  { path: '/root/.kube/cache', what: 'all' },
  { path: '/var/lib/dockershim', what: 'all' },
  // The test's own.
  { path: '/opt/faults', what: 'all' },
]

async function readAll(bed: ClusterBed): Promise<ClusterReading> {
  // After a full disk a kubelet takes no pods for five minutes.
  await settle(bed.lab, 'cp1', 480)
  const hosts = await Promise.all(hostNames.map(async (name) => [name, await readHost(bed.lab, name, own)] as const))
  return { hosts: Object.fromEntries(hosts), objects: await readCluster(bed.lab, 'cp1') }
}

/** Makes a cluster without disturbing anything, and reads it. */
export async function readReference(bed: ClusterBed, folder: string): Promise<ClusterReading> {
  const run = new Run(bed.client, bed, folder, 'reference', ['apply', 'cluster.yaml'])
  if ((await run.ended) !== 0) throw new Error(`the undisturbed run failed: ${run.complaint().join('\n')}`)
  return readAll(bed)
}

/** What is wrong with a cluster after its journey. Empty when all is in order and as in the reference. */
export async function converged(bed: ClusterBed, reference: ClusterReading, folder: string): Promise<string[]> {
  const wrong: string[] = []
  const call = async (name: string, args: readonly string[]): Promise<Run> => {
    const run = new Run(bed.client, bed, folder, name, args)
    await run.ended
    return run
  }
  const again = await call('again', ['apply', 'cluster.yaml'])
  if (again.exitCode !== 0) wrong.push(`a further apply exits with ${again.exitCode}: ${again.complaint().join(' / ')}`)
  else if (again.changed() !== 0) wrong.push(`a further apply changes ${again.changed() ?? '?'} things`)
  const plan = await call('plan', ['plan', 'cluster.yaml'])
  if (plan.exitCode !== 0) wrong.push(`plan exits with ${plan.exitCode}`)
  for (const host of hostNames) wrong.push(...(await completions(bed, host)))
  const now = await readAll(bed)
  for (const host of hostNames) {
    const found = differences(reference.hosts[host] ?? {}, now.hosts[host] ?? {})
    wrong.push(...found.map((line) => `${host}: ${line}`))
  }
  wrong.push(...differences({ object: reference.objects }, { object: now.objects }))
  return wrong
}

/**
 * kubeadm has to have made each host once: never twice to its end, and nothing complete thrown away. No value, lock or mark may be
 * left; the log of a run whose last word was lost is cleared away by the next.
 */
async function completions(bed: ClusterBed, host: string): Promise<string[]> {
  const { stdout } = await bed.lab.exec(
    host,
    'cat /opt/faults/kubeadm.log; cd /run/nodeprep && ls -d lock */values */out; ls -d /var/lib/nodeprep/*.started',
  )
  const lines = stdout.split('\n')
  const through = lines.filter((line) => /^(init|join) ended 0$/.test(line))
  const first = lines.findIndex((line) => /^(init|join) ended 0$/.test(line))
  const wrong: string[] = []
  if (through.length > 1) wrong.push(`${host}: kubeadm was through ${through.length} times: ${lines.join(', ')}`)
  if (first >= 0 && lines.slice(first).includes('reset began')) wrong.push(`${host}: was reset when it was complete`)
  const left = lines.filter((line) => /\.started$|\/(values|out)$|^lock$/.test(line))
  if (left.length > 0) wrong.push(`${host}: left behind: ${left.join(' ')}`)
  return wrong
}
