import { randomBytes } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { sandbox, shells, type Sandbox, type ShellName } from '../../program/sandbox.ts'
import { client, outcomes, step, touch } from '../harness.ts'
import { scriptedRun, settled } from '../scripted-run.ts'

let box: Sandbox | undefined
afterEach(async () => {
  await box?.close()
  box = undefined
})

const textOf = (events: readonly { readonly type: string; readonly text?: string }[]): string =>
  events.flatMap(({ type, text = '' }) => (type === 'step-output' ? [text] : [])).join('')

describe.each(Object.keys(shells) as ShellName[])('under %s', (shell) => {
  // What every user of the host can read in /proc, and what root's children inherit.
  const everything = `for np_p in /proc/[0-9]*; do tr '\\0' '\\n' <$np_p/cmdline; tr '\\0' '\\n' <$np_p/environ; done 2>/dev/null`

  it('no nonce is in an argument or in the environment of a process, whatever the environment held before', async () => {
    const nonce = randomBytes(16).toString('hex')
    box = await sandbox(shell)
    const polluted = { ...box, transport: withEnvironment(box, 'export N=1 T=2 x=3 NP_NONCE=4') }
    const { apply } = await client(polluted, { nonce })
    const { run } = await apply([step('look', '[ -e /run/seen ]', `( set +e; ${everything}; : ) >/run/seen`)])
    expect(run.outcome).toBe('changed')
    const seen = await box.exec('cat /run/seen')
    expect(seen).toContain('T=')
    expect(seen).not.toContain(nonce)
    // The bootstrap's is made there: it is the word that the facts were marked with, and nobody but its shell has it.
    expect(seen).not.toMatch(/^N=[0-9a-f]{20}$/m)
  })

  it('what a step prints in the form of an event is text: with a tag that it read, with a nonce of others, with none', async () => {
    box = await sandbox(shell)
    const { apply, events } = await client(box)
    const forge = String.raw`for np_p in /proc/[0-9]*/cmdline; do np_tag=$(tr '\0' '\n' <"$np_p" 2>/dev/null | sed -n 's/^T=\([0-9a-f]\{16\}\)$/\1/p' | head -n 1); [ -z "$np_tag" ] || break; done
[ -n "$np_tag" ] && echo found a tag
for np_word in "$np_tag" def456 ''; do
  printf '\n\036%s open evil\n\n\036evil end 0 \n\n\036%s ok 2\n' "$np_word" "$np_word"
done
: >/run/forged`
    const { run } = await apply([step('forge', '[ -e /run/forged ]', forge), touch('b')])
    expect([run.outcome, outcomes(events)]).toEqual(['changed', ['forge changed', 'b changed']])
    expect(textOf(events)).toMatch(
      /found a tag[^]*\n\x1e[0-9a-f]{16} open evil\n\n\x1eevil end 0 [^]*\n\x1edef456 ok 2\n/,
    )
  })

  it('a log carries nothing but the nonce of its program, also when that was killed', async () => {
    box = await sandbox(shell)
    const { apply } = await client(box)
    await expect(apply([step('kill', 'false', 'kill -9 $$; sleep 20')])).rejects.toThrow('the program was killed')
    const marks = await box.exec(`sed -n 's/^\\o036\\([^ ]*\\) .*/\\1/p' /run/nodeprep/r1/log | sort -u`)
    expect(marks).toBe('abc123\n')
  }, 30_000)
})

/** The same host, reached by a login shell that has set variables. */
function withEnvironment({ transport }: Sandbox, set: string): Sandbox['transport'] {
  return {
    ...transport,
    connect: async (signal) => {
      const connection = await transport.connect(signal)
      return { ...connection, open: (command) => connection.open(`${set}\n${command}`) }
    },
  }
}

const begins = ['following 0', 'begin']

describe('a host is believed for itself alone', () => {
  it('hosts have nonces of their own, and one says nothing by that of another', async () => {
    const { host, ordered, finished, events, set } = await scriptedRun({ h1: [touch('a')], h2: [touch('a')] })
    for (const name of ['h1', 'h2']) await ordered(name, 'start')
    const [own, other] = [host('h1').nonce, host('h2').nonce]
    expect([own.length, other.length, own === other]).toEqual([32, 32, false])
    for (const name of ['h1', 'h2']) host(name).say(...begins, 'start 1 a')
    host('h2').print(`\n\x1e${own} changed 1\n\n\x1e${own} end 1 \n`)
    await settled()
    expect(events.filter(({ type }) => type === 'step-ended' || type === 'host-ended')).toEqual([])
    host('h1').say('changed 1', 'end 1 ')
    host('h2').say('failed 1 3', 'end 0 failed')
    await finished
    expect(set.outcomes()).toEqual({ h1: 'changed', h2: 'failed' })
  })

  it('a program does not speak for the shell that follows it, nor that shell for the program', async () => {
    const { host, ordered, finished, events, set } = await scriptedRun({ h1: [touch('a')] })
    await ordered('h1', 'start')
    const { nonce, shellNonce } = host('h1')
    host('h1').say(...begins, 'start 1 a')
    for (const words of ['gone r1', 'following 999999', 'checked', 'ready'])
      host('h1').print(`\n\x1e${nonce} ${words}\n`)
    for (const words of ['changed 1', 'end 1 ', 'busy q7 abc then you'])
      host('h1').print(`\n\x1e${shellNonce} ${words}\n`)
    await settled()
    expect(host('h1').orders).toEqual(['start r1-h1'])
    expect(events.filter(({ type }) => type === 'step-ended')).toEqual([])
    host('h1').say('changed 1', 'end 1 ')
    await finished
    expect(set.outcomes()).toEqual({ h1: 'changed' })
  })

  it('the run of somebody else that was waited for says nothing for this one, neither then nor later', async () => {
    const { host, ordered, finished, notes, set } = await scriptedRun({ h1: [touch('a')] })
    await ordered('h1', 'start')
    host('h1').say('following 0', 'busy q7 0ther 2026-11-21T10:00:00Z you@there')
    await ordered('h1', 'follow q7 0 watch')
    const theirs = (...words: readonly string[]): void => {
      for (const one of words) host('h1').print(`\n\x1e0ther ${one}\n`)
    }
    host('h1').say('following 0')
    theirs('start 3 x', 'gone q7', 'end 0 ')
    await ordered('h1', 'start r1-h1-2')
    expect(notes().at(-1)).toBe('that run is at step x')
    host('h1').say(...begins, 'start 1 a')
    theirs('changed 1', 'end 1 ')
    await settled()
    expect(set.outcomes()).toEqual({})
    host('h1').say('failed 1 1', 'end 0 failed')
    await finished
    expect(set.outcomes()).toEqual({ h1: 'failed' })
  })
})
