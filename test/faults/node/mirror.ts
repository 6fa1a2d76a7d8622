import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { network } from '../../lab/network.ts'
import { signOtherwise } from './signatures.ts'

/** Ways in which the mirror fails: a status, or what happens to what it sends. */
export type MirrorWay =
  '403' | '404' | '500' | 'stall' | 'truncate' | 'wrong-content' | 'expired' | 'wrong-signature' | 'pass'

export interface FaultyMirror {
  /** From now on it fails like this. Resolves to how many requests failed since the last call. */
  readonly fail: (way: MirrorWay) => Promise<number>
  readonly stop: () => Promise<void>
}

/** Starts a mirror at `address` in a network namespace, in front of the lab's own. */
export async function startMirror(netns: string, address: string): Promise<FaultyMirror> {
  const folder = await mkdtemp(join(tmpdir(), 'nodeprep-faults-mirror-'))
  await signOtherwise(folder)
  const server = join(import.meta.dirname, 'mirror-server.ts')
  const node = [process.execPath, '--import', import.meta.resolve('tsx'), server, address, network.gateway, folder]
  const child = spawn('nsenter', [`--net=${netns}`, ...node], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  const next = async (): Promise<string> => {
    const line = (await lines.next()) as IteratorResult<string, undefined>
    if (line.done === true) throw new Error('the faulty mirror has ended')
    return line.value
  }
  await next()
  return {
    fail: async (way) => {
      child.stdin.write(`${way}\n`)
      return Number(await next())
    },
    stop: async () => {
      const ended = new Promise((resolve) => child.on('close', resolve))
      child.stdin.end()
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}
