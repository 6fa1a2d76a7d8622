import { afterEach, describe, expect, it } from 'vitest'
import type { PlannedStep } from '../../src/plan/plan.ts'
import { client, outcomes, step, touch } from '../runner/harness.ts'
import { sandbox, shells, type Sandbox, type ShellName } from './sandbox.ts'

let box: Sandbox | undefined
afterEach(() => box?.close())

const wait: PlannedStep = {
  ...step('wait', '', ''),
  kind: 'wait',
  params: { title: 'moonlight', check: 'false', env: {}, timeout: 600, interval: 1 },
}

describe.each(Object.keys(shells) as ShellName[])('a program under %s that is told to stop', (shell) => {
  it('ends the step that it is at, and begins no other', async () => {
    box = await sandbox(shell)
    const { apply, session, events } = await client(box)
    const slow = step('slow', '[ -e /run/slow ]', 'echo at work; sleep 1; : >/run/slow')
    const finished = apply([slow, touch('after')])
    await expect.poll(() => events.some(({ type }) => type === 'step-output'), { timeout: 10_000 }).toBe(true)
    session.send('stop r1\n')
    const { run } = await finished
    expect([run.outcome, outcomes(events)]).toEqual(['interrupted', ['slow changed']])
  })

  it('gives up waiting for another host, which is not called blocked', async () => {
    box = await sandbox(shell)
    const { apply, session, events } = await client(box)
    const takes = step('takes', 'false', 'true', { awaits: ['other'] })
    const { run } = await apply([takes], 'r1', () => session.send('stop r1\n'))
    expect([run.outcome, outcomes(events)]).toEqual(['interrupted', []])
  })

  it('gives up a step that only waits, which is not called failed', async () => {
    box = await sandbox(shell)
    const { apply, session, events } = await client(box)
    const finished = apply([wait])
    await expect.poll(() => events.some(({ type }) => type === 'note'), { timeout: 10_000 }).toBe(true)
    session.send('stop r1\n')
    const { run } = await finished
    expect([run.outcome, outcomes(events)]).toEqual(['interrupted', []])
  })

  it('calls a step failed that failed by itself meanwhile', async () => {
    box = await sandbox(shell)
    const { apply, session, events } = await client(box)
    const fails = step('fails', 'false', 'echo at work; until [ -e "$NP_RUN/stop" ]; do sleep 0.1; done; exit 3')
    const finished = apply([fails, touch('after')])
    await expect.poll(() => events.some(({ type }) => type === 'step-output'), { timeout: 10_000 }).toBe(true)
    session.send('stop r1\n')
    const { run } = await finished
    expect([run.outcome, outcomes(events)]).toEqual(['failed', ['fails failed']])
  })

  it('does not mind to be told so after its end', async () => {
    box = await sandbox(shell)
    const { apply, session } = await client(box)
    await apply([touch('a')])
    session.send('stop r1\nstop never\n')
    expect((await apply([touch('a')], 'r2')).run.outcome).toBe('ok')
  })
})
