import type { Host } from '../../src/cluster/cluster.ts'
import type { HostPlan, PlannedStep } from '../../src/plan/plan.ts'
import { programBody } from '../../src/program/compile.ts'
import type { Event } from '../../src/report/event.ts'
import { HostRun } from '../../src/runner/host/host-run.ts'
import { checkProgram, runProgram } from '../../src/runner/session/run-program.ts'
import { Session } from '../../src/runner/session/session.ts'
import type { Sandbox } from '../program/sandbox.ts'

const host: Host = { name: 'h1', address: '127.0.0.1', role: 'worker', ssh: {}, become: { method: 'none' } }

export function step(id: string, check: string, apply: string, more: Partial<PlannedStep> = {}): PlannedStep {
  return {
    id,
    kind: 'command',
    title: id,
    params: { title: id, check, apply, env: {} },
    sensitive: false,
    owes: [],
    awaits: [],
    provides: [],
    skipped: false,
    source: { file: 'test.yaml', line: 1 },
    ...more,
  }
}

/** A step that makes /run/t-ID. */
export const touch = (id: string): PlannedStep => step(id, `[ -e /run/t-${id} ]`, `echo making ${id}; : >/run/t-${id}`)

/** One client of a sandbox: connects, then applies or checks steps there by the real engine. */
export async function client(
  box: Sandbox,
  { nonce = 'abc123', who = "o'ps@client", patched = (program: string): string => program } = {},
) {
  const notes: string[] = []
  const events: Event[] = []
  const session = new Session({
    ...{ host, transport: box.transport, nonce, signal: new AbortController().signal },
    password: () => Promise.resolve(undefined),
    note: (_level, message) => notes.push(message),
  })
  const facts = await session.connect()
  const begin = (steps: readonly PlannedStep[], awaiting: (name: string) => void = () => undefined) => {
    const plan: HostPlan = { host: 'h1', role: 'worker', facts, steps }
    const values = new Map<string, string>()
    const run = new HostRun(plan, (event) => events.push(event), {
      awaiting,
      goingOn: () => undefined,
      provided: (name, value) => values.set(name, value),
      collected: (name, value) => values.set(`client ${name}`, value),
      reported: (name, text) => values.set(`report ${name}`, text),
    })
    const text = (mode: 'apply' | 'check') => (name: string) => patched(programBody(plan, { mode, run: name, who }))
    return { run, values, text }
  }
  const apply = async (steps: readonly PlannedStep[], id = 'r1', awaiting?: (name: string) => void) => {
    const { run, values, text } = begin(steps, awaiting)
    await runProgram(session, id, text('apply'), {
      receive: (message) => run.receive(message),
      reconnected: () => undefined,
      done: () => run.stepsEnded,
      goingDown: () => run.goingDown,
    }).finished
    return { run, values }
  }
  const check = async (steps: readonly PlannedStep[]) => {
    const { run, text } = begin(steps)
    await checkProgram(session, text('check')('r0'), (message) => run.receive(message))
    return run
  }
  return { session, facts, events, notes, apply, check, box }
}

export const outcomes = (events: readonly Event[]): string[] =>
  events.flatMap((event) => (event.type === 'step-ended' ? [`${event.step} ${event.outcome}`] : []))
