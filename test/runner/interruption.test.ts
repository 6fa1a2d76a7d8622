import { describe, expect, it } from 'vitest'
import { unlessInterrupted } from '../../src/runner/session/interruption.ts'
import { sayLeaving, sayStopping } from '../../src/runner/interruption-notes.ts'
import { touch } from './harness.ts'
import { scriptedRun, settled } from './scripted-run.ts'

const begins = ['following 0', 'begin']

describe('work that a Ctrl-C ends', () => {
  it('is not waited for when that came before', async () => {
    const work = unlessInterrupted(AbortSignal.abort(), new Promise(() => undefined), 'interrupted before')
    await expect(work).rejects.toMatchObject({ code: 'interrupted', message: 'interrupted before' })
  })
})

describe('slots', () => {
  it('are given back once by a host that waits for another and is blocked in the end', async () => {
    const { host, ordered, finished, set } = await scriptedRun(
      { h1: [{ ...touch('a'), awaits: ['never'] }], h2: [touch('a')], h3: [] },
      1,
    )
    await ordered('h1', 'start')
    host('h1').say(...begins, 'await 1 never')
    await ordered('h2', 'start')
    host('h1').say('blocked 1 never', 'end 0 blocked')
    await settled()
    expect(host('h3').orders).toEqual([])
    host('h2').say(...begins, 'ok 1', 'end 0 ')
    await ordered('h3', 'start')
    host('h3').say(...begins, 'end 0 ')
    await finished
    expect(set.outcomes()).toEqual({ h1: 'blocked', h2: 'ok', h3: 'ok' })
  })

  it('let no host in that was queued when the user wanted to stop', async () => {
    const { host, ordered, finished, set, stop } = await scriptedRun({ h1: [touch('a')], h2: [touch('a')] }, 1)
    await ordered('h1', 'start')
    host('h1').say(...begins)
    stop()
    await ordered('h1', 'stop r1')
    host('h1').say('changed 1', 'end 1 stopped')
    await finished
    expect(host('h2').orders).toEqual([])
    expect(set.outcomes()).toEqual({ h1: 'interrupted', h2: 'interrupted' })
  })
})

describe('what is said', () => {
  it('at the first Ctrl-C names each host with the step it finishes, but not those that wait for others', async () => {
    const run = await scriptedRun({
      h1: [touch('a'), touch('b')],
      h2: [touch('c')],
      h3: [{ ...touch('d'), awaits: ['never'] }],
    })
    for (const name of ['h1', 'h2', 'h3']) await run.ordered(name, 'start')
    run.host('h1').say(...begins, 'ok 1', 'start 2 b')
    run.host('h2').say(...begins)
    run.host('h3').say(...begins, 'start 1 d', 'await 1 never')
    sayStopping(run.set)
    expect(run.notes().at(-1)).toBe(
      'stopping: no new step will start; h1 finishes 2/2 b, h2 finishes 1/1 c; press Ctrl-C again to leave without waiting',
    )
    run.stop()
    for (const name of ['h1', 'h2', 'h3']) run.host(name).say('end 0 stopped')
    await run.finished
  })

  it('at the second names who goes on alone, and the command that attaches; every host has ended then', async () => {
    const run = await scriptedRun({ h1: [touch('a')], h2: [touch('c')] }, 1)
    await run.ordered('h1', 'start')
    run.host('h1').say(...begins)
    sayLeaving(run.set, 'nodeprep apply c.yaml')
    expect(run.notes().at(-1)).toBe(
      'leaving: h1 finishes 1/1 a and then stops; to reattach, run: nodeprep apply c.yaml',
    )
    expect(run.set.outcomes()).toEqual({ h1: 'interrupted', h2: 'interrupted' })
    run.stop()
    run.host('h1').say('end 0 stopped')
    await run.finished
  })

  it('is that nothing runs, where nothing does', async () => {
    const { set, notes, finished } = await scriptedRun({})
    await finished
    sayStopping(set)
    sayLeaving(set, 'nodeprep plan c.yaml')
    expect(notes()).toEqual([
      'stopping: no step is running on any host, and none will start',
      'leaving: nothing runs on the hosts; to reattach, run: nodeprep plan c.yaml',
    ])
  })
})

describe('a Ctrl-C', () => {
  it('while a connection is lost reaches the program once it is back', async () => {
    const { host, ordered, finished, set, stop, notes } = await scriptedRun({ h1: [touch('a')] })
    await ordered('h1', 'start')
    host('h1').say(...begins)
    host('h1').up = false
    host('h1').cut()
    await settled()
    stop()
    sayStopping(set)
    expect(notes().at(-1)).toContain('h1 (not connected) goes on from 1/1 a')
    host('h1').up = true
    await ordered('h1', 'follow')
    expect(host('h1').orders.slice(-2)).toEqual(['stop r1-h1', expect.stringMatching(/^follow r1-h1 \d+$/)])
    host('h1').say('following 20', 'changed 1', 'end 1 stopped')
    await finished
    expect(set.outcomes()).toEqual({ h1: 'interrupted' })
  })

  it('keeps a program from being started again after its host lost power', async () => {
    const { host, ordered, finished, set, stop } = await scriptedRun({ h1: [touch('a')] })
    await ordered('h1', 'start')
    host('h1').say(...begins)
    stop()
    host('h1').cut()
    await ordered('h1', 'follow')
    host('h1').say('gone r1')
    await finished
    expect(host('h1').orders.filter((order) => order.startsWith('start'))).toHaveLength(1)
    expect(set.outcomes()).toEqual({ h1: 'interrupted' })
  })

  it('while another run holds the host ends the waiting at once, and leaves that run alone', async () => {
    const { host, ordered, finished, set, stop } = await scriptedRun({ h1: [touch('a')] })
    await ordered('h1', 'start')
    host('h1').say('following 0', 'busy q7 abc 2026-11-21T10:00:00Z you@there')
    await ordered('h1', 'follow q7')
    stop()
    await finished
    expect(host('h1').orders).not.toContain('stop q7')
    expect(set.outcomes()).toEqual({ h1: 'interrupted' })
  })
})
