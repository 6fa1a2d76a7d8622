import { spawn, type ChildProcess } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Event } from '../../../src/report/event.ts'
import { confirmed } from '../../e2e/nodeprep.ts'
import { until } from '../../lab/processes.ts'
import type { Bed } from './bed.ts'

/** A client at work, and what it has said so far. */
export class Run {
  readonly events: Event[] = []
  /** Undefined while it runs; 137 after a kill. */
  exitCode: number | undefined
  readonly ended: Promise<number>
  private readonly child: ChildProcess
  private stderr = ''
  private heard = 0

  /** Starts `nodeprep ARGS` in the lab's network. All it says goes to FOLDER/NAME.jsonl too. */
  constructor(client: string, bed: Pick<Bed, 'lab' | 'cwd'>, folder: string, name: string, args: readonly string[]) {
    const argv = [`--net=${bed.lab.netns}`, process.execPath, client, ...confirmed(args), '--output', 'json']
    const env = { ...process.env, NO_COLOR: '1' }
    this.child = spawn('nsenter', argv, { cwd: bed.cwd, stdio: ['ignore', 'pipe', 'pipe'], env })
    const log = createWriteStream(join(folder, `${name}.jsonl`))
    this.child.stderr?.on('data', (chunk: Buffer) => {
      this.stderr += chunk.toString()
      log.write(chunk)
    })
    if (this.child.stdout) {
      createInterface(this.child.stdout).on('line', (line) => {
        log.write(`${line}\n`)
        if (line.startsWith('{')) this.events.push(JSON.parse(line) as Event)
      })
    }
    this.ended = new Promise((resolve) => {
      this.child.on('close', (code) => {
        this.exitCode = code ?? 137
        log.end()
        resolve(this.exitCode)
      })
    })
  }

  kill(): void {
    this.child.kill('SIGKILL')
  }

  notes(): string[] {
    return this.events.flatMap((event) => (event.type === 'note' ? [event.message] : []))
  }

  /** Waits until a note is said that matches and was not waited for before, or the run has ended. */
  async noted(what: RegExp, seconds = 60): Promise<void> {
    await until(`the client to say ${String(what)}`, seconds, () => {
      const found = this.notes().findIndex((note, i) => i >= this.heard && what.test(note))
      if (found >= 0) this.heard = found + 1
      return Promise.resolve(found >= 0 || this.exitCode !== undefined)
    })
  }

  /** How many things the run changed; undefined if it did not come to its end. */
  changed(): number | undefined {
    for (const event of this.events) if (event.type === 'run-ended') return event.changed
    return undefined
  }

  /** What it tells of its failure: the failed step's output and the host's error, line by line. */
  complaint(): string[] {
    const told = this.events.flatMap((event) => {
      if (event.type === 'step-ended' && event.outcome === 'failed') return [event.output ?? '']
      if (event.type === 'host-ended' && event.error) return [event.error.message, event.error.remedy ?? '']
      return []
    })
    return [...told, this.stderr].flatMap((text) => text.split('\n')).filter((line) => line.trim() !== '')
  }
}
