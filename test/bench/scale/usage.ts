import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Lab } from '../../lab/lab.ts'
import { runOnce, type Contender } from '../measure.ts'

/** What one run took. */
export interface Usage {
  /** In seconds. */
  readonly wall: number
  /** Processor time of the client and the processes it started, user and system, in seconds. */
  readonly client: number
  /** The same of the client and the hosts. */
  readonly all: number
  /** The most memory that the largest process of the client had at one time, in MiB. */
  readonly memory: number
}

/** Runs a contender once under time(1), which knows what the kernel counted for the client. */
export async function measure(contender: Contender, lab: Lab): Promise<Usage> {
  const before = await hostSeconds(lab)
  const timed: Contender = { ...contender, command: ['/usr/bin/time', '-f', 'USAGE %U %S %M', ...contender.command] }
  const { began, ended, stderr } = await runOnce(timed)
  const [, user = NaN, system = NaN, kib = NaN] = (/^USAGE (\S+) (\S+) (\d+)$/m.exec(stderr) ?? []).map(Number)
  const client = user + system
  return { wall: (ended - began) / 1000, client, all: client + (await hostSeconds(lab)) - before, memory: kib / 1024 }
}

/** Processor time of everything in the lab's hosts until now, in seconds. */
async function hostSeconds({ hosts }: Lab): Promise<number> {
  let sum = 0
  for (const { cgroups } of hosts) {
    const group = cgroups.find(({ type, options }) => type === 'cgroup2' || options.includes('cpuacct'))
    if (group === undefined) continue
    if (group.type === 'cgroup') sum += Number(await readFile(join(group.dir, 'cpuacct.usage'), 'utf8')) / 1e9
    else sum += Number(/usage_usec (\d+)/.exec(await readFile(join(group.dir, 'cpu.stat'), 'utf8'))?.[1]) / 1e6
  }
  return sum
}
