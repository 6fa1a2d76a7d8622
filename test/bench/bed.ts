import { spawn, type ChildProcess } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readsOf } from '../../src/commands/host-questions.ts'
import { loadInputs } from '../../src/commands/inputs.ts'
import { withFiles } from '../../src/facts/files.ts'
import { planHosts } from '../../src/plan/plan-hosts.ts'
import type { HostPlan } from '../../src/plan/plan.ts'
import type { Event } from '../../src/report/event.ts'
import { writeCluster } from '../e2e/cluster-file.ts'
import type { Lab } from '../lab/lab.ts'
import { runOnce, type Contender } from './measure.ts'

/** What the contenders run on: prepared hosts, reached directly and through delaying proxies. */
export interface Bed {
  readonly lab: Lab
  readonly folder: string
  readonly bundle: string
  readonly plans: readonly HostPlan[]
  readonly direct: Road
  /** Through proxies, each of which adds a round trip of {@link roundTrip}. */
  readonly delayed: Road
}

/** One way to the hosts. */
export interface Road {
  readonly name: 'direct' | 'delayed'
  readonly clusterFile: string
  readonly knownHostsFile: string
  /** Address of a host on this road. */
  readonly addressOf: (host: string) => string
}

export const playbook = join(import.meta.dirname, 'bench.yaml')

/** In milliseconds; half of it in each direction. */
export const roundTrip = 100

/** Logs and compiled code stay in the bench's own folder, which is therefore nobody's working directory. */
export const environment = (folder: string): Readonly<Record<string, string>> => ({
  NO_COLOR: '1',
  XDG_STATE_HOME: join(folder, 'state'),
  XDG_CACHE_HOME: join(folder, 'cache'),
})

/** `nodeprep playbook run` of the bench's playbook, which must find nothing to do. */
export function nodeprepRun(bed: Omit<Bed, 'plans'>, { clusterFile }: Road, flags: readonly string[] = []): Contender {
  const args = ['playbook', 'run', playbook, clusterFile, '--yes', ...flags]
  return {
    name: 'nodeprep',
    command: ['nsenter', `--net=${bed.lab.netns}`, process.execPath, bed.bundle, ...args],
    cwd: '/',
    env: environment(bed.folder),
    verify: ({ code, stdout }) => {
      if (code !== 0) throw new Error(`ended with status ${String(code)}`)
      if (!/ 0 changed in |"type":"run-ended".*"changed":0\}/.test(stdout)) throw new Error('it changed something')
    },
  }
}

/** Writes the cluster files and prepares the hosts by one run of nodeprep, which makes every later run a no-op. */
export async function prepareBed(lab: Lab, folder: string, bundle: string): Promise<Bed> {
  const names = lab.hosts.map(({ name }) => name)
  await writeCluster(lab, folder, names)
  const { knownHostsFile } = lab.ssh
  const direct: Road = {
    name: 'direct',
    clusterFile: join(folder, 'cluster.yaml'),
    knownHostsFile,
    addressOf: (host) => lab.host(host).address,
  }
  const delayed: Road = {
    name: 'delayed',
    clusterFile: join(folder, 'delayed.yaml'),
    knownHostsFile: join(folder, 'known_hosts'),
    addressOf: (host) => `127.0.1.${lab.host(host).address.split('.').at(-1) ?? ''}`,
  }
  const moved = (text: string): string =>
    names
      .reduce((done, name) => done.replaceAll(direct.addressOf(name), delayed.addressOf(name)), text)
      .replaceAll(knownHostsFile, delayed.knownHostsFile)
  await writeFile(delayed.clusterFile, moved(await readFile(direct.clusterFile, 'utf8')))
  await writeFile(delayed.knownHostsFile, moved(await readFile(knownHostsFile, 'utf8')))
  const bed = { lab, folder, bundle, direct, delayed }
  const first = nodeprepRun(bed, direct, ['--output', 'json'])
  const { stdout } = await runOnce({
    ...first,
    verify: ({ code }) => {
      if (code !== 0) throw new Error('the hosts could not be prepared')
    },
  })
  return { ...bed, plans: await plansOf(direct, eventsOf(stdout)) }
}

export function eventsOf(stdout: string): readonly Event[] {
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Event)
}

async function plansOf({ clusterFile }: Road, events: readonly Event[]): Promise<readonly HostPlan[]> {
  const inputs = await loadInputs(clusterFile, playbook, {})
  const reads = readsOf(inputs.playbook.steps)
  const hosts = inputs.cluster.hosts.flatMap((host) => {
    const found = events.find((event) => event.type === 'host-facts' && event.host === host.name)
    return found?.type === 'host-facts' ? [{ host, facts: withFiles(found.facts, reads) }] : []
  })
  return planHosts({ ...inputs, hosts }).hosts
}

/** Starts the proxies of the delayed road in the lab's network; they go with the process that is returned. */
export async function startProxies({ lab, delayed }: Bed): Promise<ChildProcess> {
  const pairs = lab.hosts.map(({ name, address }) => `${delayed.addressOf(name)}=${address}`)
  const script = join(import.meta.dirname, 'delay-proxy.ts')
  const node = [process.execPath, '--import', import.meta.resolve('tsx'), script, String(roundTrip / 2), ...pairs]
  const child = spawn('nsenter', [`--net=${lab.netns}`, ...node], { stdio: ['ignore', 'pipe', 'inherit'] })
  await new Promise<void>((resolve, reject) => {
    child.stdout.once('data', () => resolve())
    child.once('exit', () => reject(new Error('the delaying proxies did not start')))
  })
  return child
}
