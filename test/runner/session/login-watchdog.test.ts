import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { NodeprepError } from '../../../src/errors.ts'
import { openShell } from '../../../src/runner/session/shell.ts'
import type { Exit } from '../../../src/transport/connection.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

/** A host after the log-in: what it says and how it ends is up to the test. */
function host(reads: readonly string[] = []) {
  const told: string[] = []
  let closed = false
  let say: (text: string) => void = () => undefined
  let end: (exit: Exit) => void = () => undefined
  let tag = ''
  const open = (command: string) => {
    tag = /T=([0-9a-f]+)/.exec(command)?.[1] ?? ''
    return Promise.resolve({
      onStdout: (listener: (chunk: Buffer) => void) => (say = (text) => listener(Buffer.from(text))),
      onStderr: () => undefined,
      write: () => undefined,
      end: () => undefined,
      exit: new Promise<Exit>((resolve) => (end = resolve)),
    })
  }
  const close = () => Promise.resolve(void (closed = true))
  const shell = openShell(
    { open, close },
    {
      become: { method: 'none' },
      reads,
      password: () => Promise.resolve(undefined),
      tell: (message) => told.push(message),
    },
  )
  const outcome = shell.then(
    () => 'facts',
    (error: unknown) => (error instanceof NodeprepError ? `${error.message} | ${error.remedy ?? ''}` : String(error)),
  )
  /** The one line that tells the nonce. */
  const opening = (nonce: string) => `\n\x1e${tag} open ${nonce}\n`
  return {
    shell,
    outcome,
    told,
    opening,
    say: (text: string) => say(text),
    end: (exit: Exit) => end(exit),
    isClosed: () => closed,
  }
}

it('says what it waits for after a while, and takes facts that come late', async () => {
  const { outcome, told, opening, say } = host()
  await vi.advanceTimersByTimeAsync(65_000)
  expect(told).toEqual(['logged in; waiting for its login shell to give the facts'])
  say(`You have mail.\n${opening('abc')}\n\x1eabc fact uid 0\n\n\x1eabc ready\n`)
  expect(await outcome).toBe('facts')
  expect(vi.getTimerCount()).toBe(0)
})

it('tells how far the clock may be off where the client or the login took long, and is right within that', async () => {
  vi.setSystemTime(1_700_000_000_000)
  const { shell, outcome, opening, say } = host()
  // The host read its clock, which is right, at once; the client had no time to hear of it before.
  await vi.advanceTimersByTimeAsync(40_000)
  say(`${opening('abc')}\n\x1eabc fact clock 1700000000\n`)
  await vi.advanceTimersByTimeAsync(30_000)
  say('\n\x1eabc ready\n')
  expect(await outcome).toBe('facts')
  expect((await shell).facts).toMatchObject({ clockOffset: -19.5, clockError: 20.5 })
})

it('gives up a host that says nothing after the log-in', async () => {
  const { outcome, isClosed } = host()
  await vi.advanceTimersByTimeAsync(120_000)
  expect(await outcome).toMatch(
    /^logged in, but its shell gave no facts within 120 s; it said nothing \| .*login script/,
  )
  expect(isClosed()).toBe(true)
})

it('gives up a host that prints without end before it runs our command', async () => {
  const { outcome, say, isClosed } = host()
  await vi.advanceTimersByTimeAsync(0)
  for (let i = 0; i < 1100; i += 1) say('y\n'.repeat(512))
  expect(await outcome).toMatch(/^its login shell printed more than 1 MiB before it ran our command; it ends in: y/)
  expect(isClosed()).toBe(true)
})

it('takes whole files that it asked for on top of that, and nothing more', async () => {
  const reads = ['/etc/a.toml', '/etc/b.toml', '/etc/c.toml']
  const file = Buffer.from('#'.repeat(262_144)).toString('base64')
  const facts = reads.map((path) => `\n\x1eabc fact file:${path} ${file}\n`).join('')
  const fine = host(reads)
  await vi.advanceTimersByTimeAsync(0)
  fine.say(`${'y\n'.repeat(500_000)}${fine.opening('abc')}${facts}\n\x1eabc ready\n`)
  expect(await fine.outcome).toBe('facts')
  expect(Object.values((await fine.shell).facts.files).map(({ length }) => length)).toEqual([262_144, 262_144, 262_144])
  const bad = host(reads)
  await vi.advanceTimersByTimeAsync(0)
  bad.say(`${bad.opening('abc')}${facts}${facts}`)
  expect(await bad.outcome).toMatch(/^its login shell printed more than 2 MiB/)
})

it('hears no more facts once they are there', async () => {
  const { shell, outcome, opening, say } = host(['/etc/a.toml'])
  await vi.advanceTimersByTimeAsync(0)
  say(`${opening('abc')}\n\x1eabc fact hostname a\n\n\x1eabc ready\n`)
  expect(await outcome).toBe('facts')
  for (let i = 0; i < 3; i += 1)
    say(`\n\x1eabc fact hostname b\n\n\x1eabc fact file:/etc/a.toml YQ==\n\n\x1eabc ready\n`)
  expect((await shell).facts).toMatchObject({ hostname: 'a', files: { '/etc/a.toml': '' } })
})

it.each([
  ['This account is currently not available.\n', 1, 'nologin. Use another ssh.user'],
  ['rbash: line 1: exec: restricted\n', 1, 'restricted one'],
  ["fatal: unrecognized command 'exec sh -c'\n", 128, 'git alone'],
  ["Unmatched '''.\n", 1, 'not a POSIX shell'],
  ['bash: line 1: exec: sh: not found\n', 127, '/bin/sh and coreutils'],
  ['bash: cannot create temp file: No space left on device\n', 1, 'Make room'],
  ['', 0, 'no login script'],
])('knows what is the matter when a shell says %j and ends with status %d', async (words, code, remedy) => {
  const { outcome, say, end } = host()
  await vi.advanceTimersByTimeAsync(0)
  say(words)
  end({ code })
  const said = await outcome
  expect(said).toContain(`its login shell ended with status ${code} before it gave the facts`)
  expect(said).toContain(remedy)
})

describe('the one line that tells the nonce', () => {
  it('is believed once: a second one before the facts ends the log-in', async () => {
    const { outcome, opening, say, isClosed } = host()
    await vi.advanceTimersByTimeAsync(0)
    say(`${opening('evil')}\n\x1eevil fact os.id evil\n${opening('abc')}`)
    expect(await outcome).toMatch(/^the shell on the host announced itself twice \| .*login scripts/)
    expect(isClosed()).toBe(true)
  })

  it('is no use to somebody who told all facts before the host itself: the connection ends before anything is done', async () => {
    const { outcome, opening, say, isClosed } = host()
    await vi.advanceTimersByTimeAsync(0)
    say(`${opening('evil')}\n\x1eevil fact os.id evil\n\n\x1eevil ready\n`)
    expect([await outcome, isClosed()]).toEqual(['facts', false])
    say(`${opening('abc')}\n\x1eabc fact os.id debian\n`)
    expect(isClosed()).toBe(true)
  })

  it('is text once the host has answered an order', async () => {
    const { outcome, opening, say, isClosed } = host()
    await vi.advanceTimersByTimeAsync(0)
    say(`${opening('abc')}\n\x1eabc ready\n`)
    expect(await outcome).toBe('facts')
    say(`\n\x1eabc following 0\n${opening('evil')}`)
    expect(isClosed()).toBe(false)
  })

  it('has to tell one', async () => {
    const { outcome, opening, say } = host()
    await vi.advanceTimersByTimeAsync(0)
    say(opening(''))
    expect(await outcome).toMatch(/^the host has no random number for us \| .*\/proc/)
  })
})
