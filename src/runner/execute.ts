import { asNodeprepError, NodeprepError } from '../errors.ts'
import type { HostPlan, Plan } from '../plan/plan.ts'
import { programBody } from '../program/compile.ts'
import type { Emit } from '../report/event.ts'
import { Exchange, type HostCalls } from './host/exchange.ts'
import { HostRun } from './host/host-run.ts'
import type { HostSet } from './host-set.ts'
import { checkProgram, runProgram } from './session/run-program.ts'
import { whoRuns } from './run-identity.ts'

const none = (): void => undefined
const noCalls = { awaiting: none, goingOn: none, provided: none, collected: none }

/** Looks at every host without changing anything; a host that fails to answer ends. */
export async function checkPlan(plan: Plan, set: HostSet, emit: Emit): Promise<readonly HostRun[]> {
  const { slots, options } = set
  const look = async (host: HostPlan): Promise<HostRun | undefined> => {
    const reported: HostCalls['reported'] = (name, text) => options.collect?.(host, name, text)
    const run = new HostRun(host, emit, { ...noCalls, reported })
    await slots.take()
    try {
      requireGoing(options.signal)
      const program = programBody(host, { mode: 'check', run: options.run, who: whoRuns(), library: plan.library })
      await checkProgram(set.session(host.host), program, (message) => run.receive(message))
      return run
    } catch (error) {
      set.fail(host.host, asNodeprepError(error))
      return undefined
    } finally {
      slots.give()
    }
  }
  const runs = await Promise.all(plan.hosts.map(look))
  return runs.filter((run) => run !== undefined)
}

/** Runs every host's program to its end, carrying values between them. */
export async function applyPlan(plan: Plan, set: HostSet): Promise<void> {
  const names = new Map<string, () => string>()
  const exchange = new Exchange(plan, (host, name, value) => {
    const run = names.get(host)?.() ?? ''
    if (value !== undefined) set.options.keepSecret?.(host, value)
    const base64 = Buffer.from(value ?? '', 'utf8').toString('base64')
    set.session(host).send(value === undefined ? `novalue ${run} ${name}\n` : `value ${run} ${name} ${base64}\n`)
  })
  for (const host of set.options.cluster.hosts) if (set.hasEnded(host.name)) exchange.ended(host.name)
  const texts = new Map<string, string>()
  await Promise.all(plan.hosts.map((host) => applyHost(host, plan.library, set, exchange, names, texts)))
}

async function applyHost(
  host: HostPlan,
  library: Plan['library'],
  set: HostSet,
  exchange: Exchange,
  names: Map<string, () => string>,
  texts: Map<string, string>,
): Promise<void> {
  const { slots, options, emit } = set
  const name = host.host
  const session = set.session(name)
  // A host that waits has given its slot back, and may end without ever going on.
  const slot = { held: true }
  const run = new HostRun(host, emit, {
    awaiting: (value) => {
      if (slot.held) slots.give()
      slot.held = false
      const what = exchange.await(name, value)
      if (what !== undefined) session.note('info', what)
    },
    goingOn: () => {
      exchange.goOn(name)
      if (!slot.held) slots.takeAnyway()
      slot.held = true
    },
    provided: (value, text) => {
      options.keepSecret?.(name, text)
      exchange.provide(name, value, text)
    },
    collected: (value, text) => {
      options.keepSecret?.(name, text)
      options.collect?.(host, value, text)
    },
    reported: (value, text) => options.collect?.(host, value, text),
  })
  const program = (id: string, rebooted: boolean): string => {
    const text = programBody(host, { mode: 'apply', run: id, who: whoRuns(), rebooted, library })
    // Hosts with equal programs hold on to one text: with a thousand hosts it would be most of the run's memory.
    const same = texts.get(text) ?? text
    texts.set(same, same)
    return same
  }
  await slots.take()
  try {
    requireGoing(options.signal)
    // Two hosts of cluster.yaml may be one machine: each has a program of its own there, and the second waits for the first.
    const running = runProgram(session, `${options.run}-${name}`, program, {
      receive: (message) => run.receive(message),
      reconnected: () => exchange.again(name),
      done: () => run.stepsEnded,
      goingDown: () => run.goingDown,
    })
    names.set(name, running.name)
    set.atWork.set(name, run)
    await running.finished
    set.finish(run)
  } catch (error) {
    set.fail(name, asNodeprepError(error), run.changed)
  } finally {
    set.atWork.delete(name)
    exchange.ended(name)
    // Nothing more is to be said to it, and a thousand open connections are a burden on both sides.
    void session.close()
    if (slot.held) slots.give()
  }
}

/** A host whose turn comes after the user wanted to stop is left alone. */
function requireGoing(signal: AbortSignal): void {
  if (signal.aborted) throw new NodeprepError('interrupted', 'interrupted before anything was changed here')
}
