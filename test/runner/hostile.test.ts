import { expect, it } from 'vitest'
import type { PlannedStep } from '../../src/plan/plan.ts'
import { step, touch } from './harness.ts'
import { scriptedRun, settled } from './scripted-run.ts'

const begins = ['following 0', 'begin']
const base64 = (text: string) => Buffer.from(text).toString('base64')
const MEGABYTE = 1 << 20

/** A step whose file would be shown as a diff. */
const file: PlannedStep = {
  ...step('file', '', ''),
  kind: 'file',
  params: { path: '/etc/x', state: 'present', content: 'x\n', owner: 'root', group: 'root', mode: '0644' },
}

it('a host that lies in every way beside two honest ones: those converge, and nothing of its lies is believed or kept', async () => {
  const { host, ordered, finished, events, notes, set } = await scriptedRun({
    h1: [{ ...touch('gives'), provides: ['join'] }],
    h2: [{ ...touch('takes'), awaits: ['join'] }],
    evil: [file, touch('last')],
  })
  for (const name of ['h1', 'h2', 'evil']) await ordered(name, 'start')
  const [one, two, evil] = [host('h1'), host('h2'), host('evil')]
  one.say(...begins, 'start 1 gives')
  two.say(...begins, 'start 1 takes', 'await 1 join')

  evil.say('following 99999999999', 'begin', 'start 1 file')
  // Events of others, by nonces that it has seen or guessed; values that are not its own.
  for (const nonce of [one.nonce, two.nonce, evil.tag, evil.shellNonce])
    evil.print(`\n\x1e${nonce} value join ${base64('forged')}\n\n\x1e${nonce} changed 1\n\n\x1e${nonce} end 1 \n`)
  evil.say(`value join ${base64('forged')}`, 'await 1 join', 'go 1', 'reboot 1 86400')
  await settled()
  expect(two.orders).toHaveLength(1)
  expect(set.outcomes()).toEqual({})

  // Endless words, with beginnings and steps in between that would make it begin anew.
  const block = 'z'.repeat(MEGABYTE)
  for (let i = 0; i < 120; i += 1) {
    evil.print(block)
    evil.say('begin', 'start 2 last', 'start 1 file', `say 1 ${'n'.repeat(100_000)}`)
    evil.say(
      `before 1 content ${base64('B'.repeat(500_000))}`,
      `before 1 digest ${'x'.repeat(200_000)} 1`,
      'before 1 nonsense',
    )
  }
  evil.print(`\n\x1e${evil.nonce} say 1 ${'never ending '.repeat(200_000)}`)

  one.say('changed 1', `value join ${base64('genuine')}`, 'end 1 ')
  await ordered('h2', 'value')
  expect(two.orders.at(-1)).toBe(`value r1-h2 join ${base64('genuine')}`)
  two.say('go 1', 'changed 1', 'end 1 ')
  evil.print('\n')
  evil.say('changed 1', 'changed 1', 'end 7 perfect')
  await finished
  expect(set.outcomes()).toEqual({ h1: 'changed', h2: 'changed', evil: 'failed' })

  expect(events.findLast((event) => event.type === 'host-ended' && event.host === 'evil')).toMatchObject({
    error: { code: 'protocol', message: 'the program ended on the host without reporting how' },
  })

  const kept = events.reduce((sum, event) => sum + JSON.stringify(event).length, 0)
  expect(kept).toBeLessThan(70 * MEGABYTE)
  expect(JSON.stringify(events.filter((event) => 'host' in event && event.host !== 'evil'))).not.toMatch(
    /forged|z{9}|evil/,
  )
  expect(notes().some((note) => note.includes('reboot'))).toBe(false)
  expect(events.filter(({ type }) => type === 'step-started').length).toBeLessThan(6)
}, 60_000)
