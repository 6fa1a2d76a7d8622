import { afterEach, describe, expect, it } from 'vitest'
import type { PlannedStep } from '../../src/plan/plan.ts'
import { readMessage } from '../../src/program/messages.ts'
import type { Event } from '../../src/report/event.ts'
import { client, step } from '../runner/harness.ts'
import { sandbox, shells, type Sandbox, type ShellName } from './sandbox.ts'

let box: Sandbox | undefined
afterEach(async () => {
  await box?.close()
  box = undefined
})

const says = `printf '%s\\n' '- a \\036é' "+ a $NEW"; echo not for plans >&2; [ "$(cat)" = '' ]`
const telling = (more: Partial<PlannedStep> = {}): PlannedStep => {
  const params = { title: 't', env: { NEW: "it's" }, check: '[ -e /run/t ]', apply: ': >/run/t', changes: says }
  return { ...step('tells', '', ''), params, ...more }
}
const said = "- a \\036é\n+ a it's\n"
const diffs = (events: readonly Event[]) => events.flatMap((e) => (e.type === 'step-ended' ? [e.diff] : []))

describe.each(Object.keys(shells) as ShellName[])('a script that tells what would change, under %s', (shell) => {
  it('is heard in a plan, and when it is applied, and not when there is nothing to do', async () => {
    box = await sandbox(shell)
    const { check, apply, events } = await client(box)
    const { pending } = await check([telling()])
    expect(pending).toMatchObject([{ before: { kind: 'changes', text: said }, diff: said }])
    await apply([telling()], 'r1')
    await apply([telling()], 'r2')
    expect(diffs(events)).toEqual([said, said, undefined])
  })

  it('changes nothing of a step when it fails, or says nothing', async () => {
    box = await sandbox(shell)
    const { check } = await client(box)
    const silent = { ...(telling().params as object), changes: 'exit 3' }
    const { pending, outcome } = await check([telling({ params: silent })])
    expect([outcome, pending.map(({ diff }) => diff)]).toEqual(['would-change', [undefined]])
  })
})

it('is not even sent with a step that is sensitive', async () => {
  box = await sandbox('dash')
  const { check } = await client(box)
  const { pending } = await check([telling({ sensitive: true })])
  expect(pending).toMatchObject([{ before: undefined, diff: undefined }])
})

it('cannot say more than a file may hold', async () => {
  box = await sandbox('dash')
  const { check } = await client(box)
  const endless = { ...(telling().params as object), changes: `yes '+ a' | head -c 1000000` }
  const { pending } = await check([telling({ params: endless })])
  expect(pending[0]?.diff).toHaveLength(262_144)
  expect(readMessage('before', '1 changes %%%')).toBeUndefined()
  expect(readMessage('before', `1 changes ${'A'.repeat(400_000)}`)).toBeUndefined()
})
