import type { Host } from '../../../src/cluster/cluster.ts'
import type { HostPlan, PlannedStep } from '../../../src/plan/plan.ts'
import { programBody } from '../../../src/program/compile.ts'
import type { Event } from '../../../src/report/event.ts'
import { jsonLine } from '../../../src/report/json-lines.ts'
import { PlainReporter } from '../../../src/report/terminal/plain.ts'
import { scrubbed } from '../../../src/report/secrets/scrubbed.ts'
import { Secrets } from '../../../src/report/secrets/secrets.ts'
import { unstyled } from '../../../src/report/style.ts'
import { HostRun } from '../../../src/runner/host/host-run.ts'
import { checkProgram } from '../../../src/runner/session/run-program.ts'
import { runProgram } from '../../../src/runner/session/run-program.ts'
import { Session } from '../../../src/runner/session/session.ts'
import type { Transport } from '../../../src/transport/connection.ts'
import { checkError } from '../judge.ts'
import { checkJsonLine, checkShown } from '../shown.ts'
import { demand } from '../target.ts'

/** Marks what the program says. */
export const NONCE = 'abc123'
const host: Host = { name: 'h1', address: '127.0.0.1', role: 'worker', ssh: {}, become: { method: 'none' } }

const step = (id: string, kind: string, params: object): PlannedStep => ({
  ...{ id, kind, title: id, params, sensitive: false, owes: [], awaits: [], provides: [], skipped: false },
  source: { file: 'test.yaml', line: 1 },
})
const steps = [
  step('motd', 'file', { path: '/etc/motd', state: 'present', content: 'hello\n', owner: 'root', group: 'root' }),
  step('ask', 'command', { title: 'ask', check: 'true', apply: 'true', env: {} }),
  step('last', 'file', { path: '/etc/issue', state: 'present', content: 'a\nb\nc\n', owner: 'root', group: 'root' }),
]

/** Runs a plan of three steps with a host that says what it likes; what came of it, told in a line. */
export async function runAgainst(transport: Transport, mode: 'apply' | 'check'): Promise<string> {
  const counts = new Map<string, number>()
  const reporter = scrubbed(new PlainReporter({ write: checkShown }, unstyled), new Secrets())
  const emit = (event: Event): void => {
    counts.set(event.type, (counts.get(event.type) ?? 0) + 1)
    if ('step' in event)
      demand(
        steps.some(({ id }) => id === event.step),
        `an event of no step: ${event.step}`,
      )
    checkJsonLine(jsonLine(event))
    reporter.emit(event)
  }
  const note = (level: 'info' | 'warning', message: string) => emit({ type: 'note', at: 0, host: 'h1', level, message })
  const signal = new AbortController().signal
  const session = new Session({
    host,
    transport,
    nonce: NONCE,
    signal,
    password: () => Promise.resolve(undefined),
    note,
  })
  let run: HostRun | undefined
  const said = await talk().catch((error: unknown) => checkError(error, {}))
  await session.close()
  demand((run?.pending.length ?? 0) <= steps.length, `${run?.pending.length ?? 0} steps of 3 are pending`)
  demand((run?.changed ?? 0) <= steps.length, `${run?.changed ?? 0} steps of 3 were changed`)
  return `${said}; ${[...counts.keys()].sort().join(' ')}`

  async function talk(): Promise<string> {
    const facts = await session.connect()
    emit({ type: 'host-facts', at: 0, host: 'h1', facts })
    const plan: HostPlan = { host: 'h1', role: 'worker', facts, steps }
    const program = (name: string) => programBody(plan, { mode, run: name, who: 'me' })
    const calls = {
      awaiting: (name: string) => session.send(`novalue r1 ${name}\n`),
      goingOn: () => undefined,
      provided: () => undefined,
      collected: () => undefined,
      reported: () => undefined,
    }
    const current = (run = new HostRun(plan, emit, calls))
    const receive = current.receive.bind(current)
    if (mode === 'check') await checkProgram(session, program('r0'), receive)
    else
      await runProgram(session, 'r1', program, {
        receive,
        reconnected: () => undefined,
        done: () => current.stepsEnded,
        goingDown: () => current.goingDown,
      }).finished
    return `ended ${current.outcome ?? 'without a word'}`
  }
}
