import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Facts } from '../../src/facts/facts.ts'
import type { PlannedStep } from '../../src/plan/plan.ts'
import { compile } from '../../src/program/compile.ts'
import { sandbox, shells, type Sandbox, type ShellName } from '../program/sandbox.ts'
import { client, outcomes, step, touch } from './harness.ts'

let box: Sandbox | undefined
afterEach(() => box?.close())

/** What a step does until the test has seen what it waited for. */
const untilLetGo = 'until [ -e /run/let-go ]; do sleep 0.1; done'
const letGo = ': >/run/let-go'

async function start(shell: ShellName) {
  box = await sandbox(shell)
  return client(box)
}

describe.each(Object.keys(shells) as ShellName[])('a program under %s', (shell) => {
  it('changes what is missing, and a second run finds nothing to do', async () => {
    const { apply, events, facts } = await start(shell)
    expect(facts satisfies Facts).toMatchObject({ uid: 0, arch: 'amd64', init: expect.any(String) as string })
    const first = await apply([touch('a'), touch('b')])
    expect([first.run.outcome, first.run.changed]).toEqual(['changed', 2])
    const second = await apply([touch('a'), touch('b')], 'r2')
    expect([second.run.outcome, second.run.changed]).toEqual(['ok', 0])
    expect(outcomes(events)).toEqual(['a changed', 'b changed', 'a ok', 'b ok'])
  })

  it('in check mode says what would change and leaves no trace', async () => {
    const { check, box } = await start(shell)
    const run = await check([touch('a')])
    expect([run.outcome, run.pending.map(({ step }) => step.id)]).toEqual(['would-change', ['a']])
    expect(await box.exec('ls /run /var/lib')).toBe('/run:\n\n/var/lib:\n')
  })

  it('stops at the first step whose check still fails, whatever apply said', async () => {
    const { apply, events } = await start(shell)
    const bad = step('bad', '[ -e /run/never ]', 'echo "a last line"; false; echo not here')
    const { run } = await apply([touch('a'), bad, touch('c')])
    expect(run.outcome).toBe('failed')
    expect(outcomes(events)).toEqual(['a changed', 'bad failed'])
    expect(events.find((e) => e.type === 'step-ended' && e.step === 'bad')).toMatchObject({ output: 'a last line' })
  })

  it('takes a passing check for success even when apply failed', async () => {
    const { apply } = await start(shell)
    const { run } = await apply([step('odd', '[ -e /run/odd ]', ': >/run/odd; exit 7')])
    expect(run.outcome).toBe('changed')
  })

  it('gives values to other hosts and waits for theirs', async () => {
    const { apply, session } = await start(shell)
    const gives: PlannedStep = {
      ...step('gives', '', '', { provides: ['token'] }),
      kind: 'value',
      params: { title: 'a token', env: {}, script: 'echo s3cret' },
    }
    const takes = step('takes', '[ -e /run/got ]', 'cp "$(np_value other)" /run/got', { awaits: ['other'] })
    const { run, values } = await apply([gives, takes], 'r1', (name) =>
      session.send(`value r1 ${name} ${Buffer.from('from afar\n').toString('base64')}\n`),
    )
    expect([run.outcome, run.changed]).toEqual(['changed', 1])
    expect(values).toEqual(new Map([['token', 's3cret\n']]))
    expect(await box?.exec('cat /run/got; ls /run/nodeprep')).toBe('from afar\n')
  })

  it('is blocked when a value will not come', async () => {
    const { apply, session } = await start(shell)
    const takes = step('takes', 'false', 'true', { awaits: ['other'] })
    const { run } = await apply([takes], 'r1', (name) => session.send(`novalue r1 ${name}\n`))
    expect(run.outcome).toBe('blocked')
  })

  it('keeps an owed restart over a kill between the write and the restart', async () => {
    const { apply, check } = await start(shell)
    const restart = step('restart', '! np_owed unit', 'np_paid unit')
    const killed = step('write', '[ -e /run/t-w ]', ': >/run/t-w; kill -9 $$', { owes: ['unit'] })
    await expect(apply([killed, restart])).rejects.toThrow('the program was killed on the host')
    const { run } = await apply([touch('w'), restart], 'r2')
    expect([run.outcome, run.changed]).toEqual(['changed', 1])
    expect((await check([restart])).pending).toHaveLength(0)
  }, 20_000)

  it('survives a cut connection: the step goes on and its end is seen', async () => {
    const { apply, box, notes, events } = await start(shell)
    const slow = step(
      'slow',
      '[ -e /run/slow ]',
      `for i in 1 2 3 4; do echo line $i; done; ${untilLetGo}; for i in 5 6 7 8 9; do echo line $i; done; : >/run/slow`,
    )
    const applied = apply([slow, touch('after')])
    await vi.waitFor(() => expect(events.some(({ type }) => type === 'step-output')).toBe(true), 20_000)
    box.cut()
    await vi.waitFor(() => expect(notes).toContain('reconnected'), 20_000)
    await box.exec(letGo)
    const { run } = await applied
    expect(run.outcome).toBe('changed')
    const text = events.flatMap((event) => (event.type === 'step-output' ? [event.text] : [])).join('')
    expect(text).toBe('line 1\nline 2\nline 3\nline 4\nline 5\nline 6\nline 7\nline 8\nline 9\nmaking after\n')
  })

  it('runs by hand too, as cloud-init would run it', async () => {
    const { facts, box } = await start(shell)
    const plan = { host: 'h1', role: 'worker', facts, steps: [touch('a')] } as const
    const program = compile(plan, { mode: 'apply', nonce: 'n', run: 'by-hand', who: 'me' })
    const said = await box.exec(program)
    expect(said).toContain('making a\n')
    expect(said).toContain('\x1en changed 1\n')
    expect(await box.exec('ls /run/t-a; ls -A /run/nodeprep')).toBe('/run/t-a\n')
  })

  it('executes nothing of a program that was cut short', async () => {
    const { facts, box } = await start(shell)
    const plan = { host: 'h1', role: 'worker', facts, steps: [touch('a')] } as const
    const program = compile(plan, { mode: 'apply', nonce: 'n', run: 'cut', who: 'me' })
    for (const part of [0.5, 0.9, 0.999]) await box.exec(program.slice(0, Math.floor(program.length * part)))
    expect(await box.exec('ls /run /var/lib')).toBe('/run:\n\n/var/lib:\n')
  })

  it('names what would change once, also when the look was cut off and taken again', async () => {
    const { check, box, notes } = await start(shell)
    const slow = step('slow', `: >/run/looking; ${untilLetGo}; false`, 'true')
    const checked = check([touch('a'), slow])
    await box.exec('until [ -e /run/looking ]; do sleep 0.1; done')
    box.cut()
    await vi.waitFor(() => expect(notes).toContain('reconnected'), 20_000)
    await box.exec(letGo)
    const run = await checked
    expect(notes).toContain('reconnected')
    expect(run.pending.map((one) => one.step.id)).toEqual(['a', 'slow'])
  })

  it('waits for a program that somebody else started, then goes on', async () => {
    const { apply, notes, box } = await start(shell)
    const slow = step('slow', '[ -e /run/slow ]', `: >/run/at-work; ${untilLetGo}; : >/run/slow`)
    const first = apply([slow])
    await box.exec('until [ -e /run/at-work ]; do sleep 0.1; done')
    box.cut()
    const other = await client(box, { nonce: 'def456' })
    const applied = other.apply([slow, touch('x')], 'q1')
    await vi.waitFor(() => expect(other.notes).not.toEqual([]), 20_000)
    await box.exec(letGo)
    const second = await applied
    expect(second.run.outcome).toBe('changed')
    expect(other.notes[0]).toMatch(/^a run started by o'ps@client at .*; waiting for it$/)
    await first.catch(() => undefined)
    expect(notes).toContain('reconnected')
  })

  it('gives up waiting for a value when its client is gone, though another run watches it', async () => {
    box = await sandbox(shell)
    const impatient = (text: string) => text.replace('-lt 300', '-lt 30')
    const first = await client(box, { patched: impatient })
    const takes = step('takes', '[ -e /run/t-x ]', 'true', { awaits: ['other'] })
    let asked = (): void => undefined
    const waits = new Promise<void>((resolve) => (asked = resolve))
    const lost = first.apply([takes], 'r1', () => asked())
    await waits
    const other = await client(box, { nonce: 'def456' })
    await box.exec('echo 4194304 >/run/nodeprep/r1/client')
    const second = other.apply([touch('x')], 'q1')
    expect([(await lost).run.outcome, (await second).run.outcome]).toEqual(['blocked', 'changed'])
  })
})
