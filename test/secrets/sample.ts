import { mkdtemp, readFile, readlink, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Lab } from '../lab/lab.ts'
import { tryRun } from '../lab/run.ts'
import type { Evidence } from './evidence.ts'

/** What was seen of processes: in how many looks, and how many of them. */
export interface Samples {
  readonly passes: number
  readonly processes: number
  readonly evidence: readonly Evidence[]
}

export interface Sampler {
  stop(): Promise<Samples>
}

const script = join(import.meta.dirname, 'sampler.pl')
const hex = (text = ''): string => Buffer.from(text, 'hex').toString('utf8').replaceAll('\0', ' ')

function read(stdout: string, machine: string): Samples {
  const evidence: Evidence[] = []
  let [passes, processes] = [0, 0]
  for (const line of stdout.trim().split('\n')) {
    const [kind = '', first = '', second = '', third = ''] = line.split(' ')
    if (kind === 'passes') [passes, processes] = [Number(first), Number(second)]
    else
      evidence.push({
        machine,
        place: `/proc/*/${kind}`,
        where: `${first}: ${hex(second).slice(0, 300)}`,
        text: hex(third),
      })
  }
  if (passes === 0) throw new Error(`no process of ${machine} was looked at:\n${stdout.slice(-500)}`)
  return { passes, processes, evidence }
}

/** Looks at all processes of a host until it is stopped. */
export async function sampleHost(lab: Lab, host: string): Promise<Sampler> {
  await lab.exec(host, ': >/run/.sampling')
  const running = lab.exec(host, 'exec perl - /run/.sampling', await readFile(script, 'utf8'))
  return {
    stop: async () => {
      await lab.exec(host, 'rm -f /run/.sampling')
      const { stdout, stderr } = await running
      return read(stdout + stderr, host)
    },
  }
}

/** Looks at the processes on this machine that are in the lab's network: nodeprep, and whatever it starts. */
export async function sampleClient(lab: Lab): Promise<Sampler> {
  const folder = await mkdtemp(join(tmpdir(), 'nodeprep-sampling-'))
  const flag = join(folder, 'on')
  await writeFile(flag, '')
  const netns = (await tryRun('nsenter', [`--net=${lab.netns}`, 'readlink', '/proc/self/ns/net'])).stdout.trim()
  if (netns === (await readlink('/proc/self/ns/net'))) throw new Error('the lab has no network of its own')
  const running = tryRun('perl', [script, flag, netns])
  return {
    stop: async () => {
      await rm(folder, { recursive: true })
      const { stdout, stderr } = await running
      return read(stdout + stderr, 'client')
    },
  }
}
