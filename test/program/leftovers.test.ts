import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { compile } from '../../src/program/compile.ts'
import { client, outcomes, step, touch } from '../runner/harness.ts'
import { sandbox, shells, type Sandbox, type ShellName } from './sandbox.ts'

// A shell that was killed with -9 says nothing to its children: they go on, and nothing may be done beside them.

let box: Sandbox | undefined
afterEach(() => box?.close())

/** Kills the running program's shell by its own pid. */
const killShell = (box: Sandbox) => box.exec('read -r _ pid _ </run/nodeprep/lock && kill -9 "$pid"')
const until = async (box: Sandbox, condition: string) => {
  while ((await box.exec(`${condition} && echo yes`)) !== 'yes\n') await sleep(50)
}

/** A step whose child goes on until it is let go. */
const slow = step('slow', '[ -e /run/slow ]', 'sleep 300 & echo $! >/run/pid; wait || :; : >/run/slow')
const letGo = (box: Sandbox) => box.exec('kill "$(cat /run/pid)"')
const waitsFor = /^waiting for what a run that was killed left at work: pid \d+ \(sleep 300\), \d+ s at most$/
type Client = Awaited<ReturnType<typeof client>>
const said = ({ events }: Client) => events.flatMap((event) => (event.type === 'note' ? [event.message] : []))
const seen = async (client: Client) => {
  while (said(client).length === 0) await sleep(50)
}
describe.each(Object.keys(shells) as ShellName[])('under %s', (shell) => {
  it('the next run waits for what is left at work, names it, and goes on by itself', async () => {
    box = await sandbox(shell)
    const first = await client(box)
    const killed = first.apply([slow, touch('never')]).catch((error: unknown) => error)
    await until(box, '[ -s /run/pid ]')
    await killShell(box)
    const second = await client(box, { nonce: 'def456' })
    const applied = second.apply([slow, touch('x')], 'q1')
    await seen(second)
    await letGo(box)
    const { run } = await applied
    // The rest of the step came to its end: it is not done twice.
    expect([run.outcome, outcomes(second.events)]).toEqual(['changed', ['slow ok', 'x changed']])
    expect(said(second)[0]).toMatch(waitsFor)
    expect(await box.exec('ls -d /run/t-never /run/nodeprep/r1 2>/dev/null')).toBe('')
    await killed
  })
})

it('a run that was told to stop while it waits does nothing, and the one after it waits again', async () => {
  box = await sandbox()
  const first = await client(box)
  const killed = first.apply([slow]).catch((error: unknown) => error)
  await until(box, '[ -s /run/pid ]')
  await killShell(box)
  const second = await client(box, { nonce: 'def456' })
  const stopped = second.apply([touch('x')], 'q1')
  await seen(second)
  second.session.send('stop q1\n')
  expect((await stopped).run.outcome).toBe('interrupted')
  const third = await client(box, { nonce: 'ghi789' })
  const applied = third.apply([slow, touch('y')], 'z1')
  await seen(third)
  await letGo(box)
  expect([(await applied).run.outcome, said(third)[0]]).toEqual(['changed', expect.stringMatching(waitsFor)])
  expect(await box.exec('ls /run/t-*')).toBe('/run/t-y\n')
  await killed
})

it('what stays at work is named with a remedy, and nothing is done', async () => {
  box = await sandbox()
  const first = await client(box)
  const killed = first.apply([slow]).catch((error: unknown) => error)
  await until(box, '[ -s /run/pid ]')
  await killShell(box)
  const patched = (text: string) => text.replace('NP_PATIENCE=600', 'NP_PATIENCE=2')
  const second = await client(box, { nonce: 'def456', patched })
  const pid = (await box.exec('cat /run/pid')).trim()
  await expect(second.apply([touch('x')], 'q1')).rejects.toThrow(
    `pid ${pid} (sleep 300), left by a run that was killed, is still at work after 2 s: see why, end it by kill ${pid} if it hangs`,
  )
  expect(await box.exec(`ls /run/t-x 2>/dev/null; kill ${pid}`)).toBe('')
  await killed
})

it('finds what a program left that ran by hand in a session of others, and nothing else of that session', async () => {
  box = await sandbox()
  const { facts } = await client(box)
  const plan = { host: 'h1', role: 'worker', facts, steps: [slow] } as const
  const program = compile(plan, { mode: 'apply', nonce: 'n', run: 'by-hand', who: 'me' })
  const others = 'sleep 30 & echo $! >/run/other'
  await box.exec(`exec >/dev/null 2>&1; ${others}; { ${program}} & until [ -s /run/pid ]; do :; done`)
  await killShell(box)
  const second = await client(box, { nonce: 'def456' })
  const applied = second.apply([slow], 'q1')
  await seen(second)
  await letGo(box)
  expect([(await applied).run.outcome, said(second)[0]]).toEqual(['ok', expect.stringMatching(waitsFor)])
  expect(await box.exec('kill "$(cat /run/other)"')).toBe('')
})
