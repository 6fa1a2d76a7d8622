import { mkdir, cp, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { clusterFolder } from '../../e2e/cluster-file.ts'
import { ensureArtifacts } from '../../lab/artifacts/index.ts'
import { initPid } from '../../lab/boot.ts'
import { createLab, type Lab } from '../../lab/lab.ts'
import { hostPaths } from '../../lab/state.ts'
import { buildClient } from '../node/client.ts'
import { Run } from '../node/run.ts'

export const hostNames = ['cp1', 'w1'] as const
export type HostName = (typeof hostNames)[number]

/** A control plane and a worker on which nothing is missing but the cluster, with disks in memory. */
export interface ClusterBed {
  readonly lab: Lab
  /** Where cluster.yaml lies. */
  readonly cwd: string
  /** nodeprep.js, with points at which its programs can be held. */
  readonly client: string
  /** Puts both hosts back to where they were prepared. */
  readonly fresh: () => Promise<void>
  /** A path of a host's as this machine sees it, also while the host is off. */
  readonly inHost: (host: HostName, path: string) => Promise<string>
  readonly close: () => Promise<void>
}

/** Makes the bed: boots two hosts, prepares them by nodeprep itself and freezes their disks. */
export async function makeClusterBed(id: string, folder: string): Promise<ClusterBed> {
  const client = await buildClient()
  const artifacts = await ensureArtifacts()
  const hosts = hostNames.map((name) => ({ name, kind: 'debian12' }) as const)
  const lab = await createLab({ id, hosts, artifacts, memory: true })
  let cwd = ''
  const close = async (): Promise<void> => {
    await lab.down()
    if (cwd !== '') await rm(cwd, { recursive: true, force: true })
  }
  const inHost = async (host: HostName, path: string): Promise<string> => {
    const pid = await initPid(id, host)
    return pid === undefined ? join(hostPaths(id, host).disk, 'upper', path) : join(`/proc/${pid}/root`, path)
  }
  const fresh = async (): Promise<void> => {
    await Promise.all(hostNames.map((host) => lab.reset(host)))
  }
  try {
    cwd = await clusterFolder(lab, hostNames, (text) => text.replace('  smokeTest: nginx\n', ''))
    await mkdir(folder, { recursive: true })
    await cp(join(import.meta.dirname, 'prepared.yaml'), join(cwd, 'prepared.yaml'))
    const run = new Run(client, { lab, cwd }, folder, 'prepare', ['playbook', 'run', './prepared.yaml', 'cluster.yaml'])
    if ((await run.ended) !== 0) throw new Error(`the hosts cannot be prepared: ${run.complaint().join('\n')}`)
    for (const host of hostNames) await freeze(lab, host)
    await Promise.all(hostNames.map((host) => lab.powerOn(host)))
  } catch (error) {
    await close()
    throw error
  }
  return { lab, cwd, client, fresh, inHost, close }
}

async function freeze(lab: Lab, host: HostName): Promise<void> {
  const wrapper = await readFile(join(import.meta.dirname, 'kubeadm.sh'), 'utf8')
  const install = 'mkdir -p /opt/faults; cat >/usr/local/sbin/kubeadm; chmod 755 /usr/local/sbin/kubeadm; sync'
  const { code, stderr } = await lab.exec(host, install, wrapper)
  if (code !== 0) throw new Error(`${host}: ${stderr}`)
  await lab.powerOff(host)
  await lab.snapshot(host)
}

/** Nothing of the matrix stands in the way of anybody any more. */
export async function clearMarks({ lab }: ClusterBed): Promise<void> {
  for (const host of hostNames) await lab.exec(host, 'rm -f /opt/faults/*.armed /opt/faults/*.reached')
}
