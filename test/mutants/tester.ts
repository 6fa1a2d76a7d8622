import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

export interface Order {
  /** A test file, below the root. */
  readonly test: string
  /** Files that have changed since the last order. */
  readonly changed: readonly string[]
}

export interface Report {
  readonly passed: boolean
}

export type Verdict = 'passed' | 'failed' | 'hung'

/** What a test file may take on a busy machine beyond a few times what it took before, in milliseconds. */
const GRACE = 30_000

/** Runs test files of a copy, one at a time, in a process that is started again when a test hangs. */
export class Tester {
  readonly #folder: string
  #child: ChildProcess | undefined
  /** Aborted when the process has ended. */
  #gone = new AbortController()
  #changed = new Set<string>()
  /** How long each test file takes when nothing is wrong, in milliseconds; undefined for one that fails even then. */
  readonly #known = new Map<string, number | undefined>()

  constructor(folder: string) {
    this.#folder = folder
    process.once('exit', () => this.#end())
  }

  changed(file: string): void {
    this.#changed.add(file)
  }

  /** Test files that fail without any change: they notice nothing. */
  get broken(): readonly string[] {
    return [...this.#known].flatMap(([test, usual]) => (usual === undefined ? [test] : []))
  }

  /** How long a test file takes in the copy as it is; undefined if it fails. Looked at once. */
  async usual(test: string): Promise<number | undefined> {
    if (!this.#known.has(test)) {
      const began = Date.now()
      const verdict = await this.run(test, 600_000)
      this.#known.set(test, verdict === 'passed' ? Date.now() - began : undefined)
    }
    return this.#known.get(test)
  }

  /** @param usual what it takes otherwise, in milliseconds */
  async run(test: string, usual: number): Promise<Verdict> {
    const child = (this.#child ??= await this.#start())
    const changed = [...this.#changed]
    this.#changed.clear()
    const late = AbortSignal.timeout(3 * usual + GRACE)
    child.send({ test, changed } satisfies Order)
    try {
      const either = { signal: AbortSignal.any([late, this.#gone.signal]) }
      const [report] = (await once(child, 'message', either)) as [Report]
      return report.passed ? 'passed' : 'failed'
    } catch {
      this.#end()
      return 'hung'
    }
  }

  /** Ends the process and all that it has started. */
  close(): void {
    this.#end()
  }

  async #start(): Promise<ChildProcess> {
    const child = fork(join(import.meta.dirname, 'child.ts'), [this.#folder], {
      ...{ cwd: this.#folder, detached: true, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] },
      execArgv: ['--import', import.meta.resolve('tsx')],
    })
    this.#child = child
    const gone = new AbortController()
    child.once('exit', () => gone.abort())
    this.#gone = gone
    await once(child, 'message')
    return child
  }

  #end(): void {
    const { pid } = this.#child ?? {}
    this.#child = undefined
    try {
      if (pid !== undefined) process.kill(-pid, 'SIGKILL')
    } catch {
      // It has ended by itself.
    }
  }
}
