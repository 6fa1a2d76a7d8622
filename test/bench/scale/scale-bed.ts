import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeCluster } from '../../e2e/cluster-file.ts'
import type { Lab } from '../../lab/lab.ts'
import { run } from '../../lab/run.ts'
import { hostPaths } from '../../lab/state.ts'
import { environment } from '../bed.ts'

/** One prepared host of the lab whose sshd answers on any number of addresses, each as a host of its own. */
export interface ScaleBed {
  readonly lab: Lab
  readonly folder: string
  readonly bundle: string
  readonly playbook: string
  /** Where all of 127.0.0.0/8 is that host: `nsenter --net=FILE`. */
  readonly netns: string
}

/** The only host of the lab. */
export const only = 'cp1'

/** Addresses `127.1.0.1` and on. */
export const addressOf = (index: number): string => `127.1.${Math.floor(index / 250)}.${(index % 250) + 1}`
export const nameOf = (index: number): string => `n${String(index + 1).padStart(4, '0')}`

const config = `ListenAddress 0.0.0.0:22
HostKey /etc/ssh/ssh_host_ed25519_key
UsePAM no
PasswordAuthentication no
MaxStartups 10000
PidFile none
LogLevel ERROR
ForceCommand exec perl /root/host-of-its-own.pl
`

/** Prepares the host by one run of nodeprep, and starts the sshd that answers everywhere. */
export async function makeScaleBed(lab: Lab, folder: string, bundle: string, playbook: string): Promise<ScaleBed> {
  await writeCluster(lab, folder, [only])
  const args = ['playbook', 'run', playbook, join(folder, 'cluster.yaml'), '--yes']
  const env = Object.entries(environment(folder)).map(([key, value]) => `${key}=${value}`)
  await run('nsenter', [`--net=${lab.netns}`, 'env', ...env, process.execPath, bundle, ...args])
  const bed = { lab, folder, bundle, playbook, netns: hostPaths(lab.id, only).netns }
  const script = await readFile(join(import.meta.dirname, 'host-of-its-own.pl'), 'utf8')
  await onHost(bed, 'cat >/root/host-of-its-own.pl', script)
  await onHost(bed, 'cat >/root/sshd_config', config)
  await onHost(bed, 'systemctl -q stop ssh.service; mkdir -p /run/nodeprep /var/lib/nodeprep')
  // systemd removes the folder of the service that it stopped a moment later.
  const start = 'mkdir -p /run/sshd && /usr/sbin/sshd -f /root/sshd_config'
  await onHost(bed, `for i in 1 2 3 4 5; do ${start} && exit; sleep 1; done; exit 1`)
  return bed
}

/** Runs a command on the host that all the others are. */
export async function onHost({ lab }: Pick<ScaleBed, 'lab'>, command: string, input?: string): Promise<string> {
  const { code, stdout, stderr } = await lab.exec(only, command, input)
  if (code !== 0) throw new Error(`${command}: ${stdout}${stderr}`)
  return stdout
}

/** A folder with the cluster.yaml of a number of hosts, and their known_hosts with a line for each. */
export async function writeHosts(bed: ScaleBed, count: number): Promise<{ clusterFile: string; knownHosts: string }> {
  const indices = [...Array(count).keys()]
  const key = (await onHost(bed, 'cut -d" " -f1,2 /etc/ssh/ssh_host_ed25519_key.pub')).trim()
  const lines = indices.map(
    (i) => `    - { name: ${nameOf(i)}, address: ${addressOf(i)}, role: ${i === 0 ? 'control-plane' : 'worker'} }\n`,
  )
  const knownHosts = join(bed.folder, `known_hosts-${count}`)
  await writeFile(knownHosts, indices.map((i) => `${addressOf(i)} ${key}\n`).join(''))
  const folder = join(bed.folder, `hosts-${count}`)
  await mkdir(folder, { recursive: true })
  await writeCluster(bed.lab, folder, [only], (text) =>
    text
      // Of one machine, they all leave it from the same address.
      .replace(/^spec:\n/m, '$&  ignoreChecks: [address]\n')
      .replace(/( {2}hosts:\n)(?: {4}.*\n)+/, `$1${lines.join('')}`)
      .replace(/knownHostsFile: \S+/, `knownHostsFile: ${knownHosts}`),
  )
  return { clusterFile: join(folder, 'cluster.yaml'), knownHosts }
}
