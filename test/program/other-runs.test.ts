import { afterEach, expect, it, vi } from 'vitest'
import { client, step, touch } from '../runner/harness.ts'
import { sandbox, shells, type Sandbox, type ShellName } from './sandbox.ts'

// What a run that begins does to the folders of others: it may clear away only those whose program has ended.

let box: Sandbox | undefined
afterEach(() => box?.close())

it.each(Object.keys(shells) as ShellName[])(
  'only folders of runs that have ended are cleared away, in %s',
  async (shell) => {
    box = await sandbox(shell)
    const folder = (name: string, pid: string) => `mkdir -p /run/nodeprep/${name}
    : >/run/nodeprep/${name}/program
    set -- $(sed 's/.*) //' /proc/${pid}/stat)
    shift 19
    echo "${name} ${pid} $1 n me" >/run/nodeprep/${name}/lock`
    await box.exec(`sleep 60 >/dev/null 2>&1 & echo $! >/run/lives; ${folder('lives', '$(cat /run/lives)')}`)
    await box.exec(`sleep 60 >/dev/null 2>&1 & ended=$!; ${folder('ended', '$ended')}; kill $ended; wait`)
    const run = await client(box)
    await run.apply([touch('x')])
    // Its own folder goes with the last order, which nobody waits for before that.
    await run.session.close()
    expect(await box.exec('ls /run/nodeprep; kill "$(cat /run/lives)"')).toBe('lives\n')
  },
)

it('a lock that somebody else takes while it is judged is put back, and its run is waited for', async () => {
  box = await sandbox()
  await box.exec(`mkdir -p /run/nodeprep; echo 'dead 4194304 1 n me' >/run/nodeprep/lock
sleep 60 >/dev/null 2>&1 & set -- $! $(sed 's/.*) //' /proc/$!/stat); pid=$1; shift 20
echo "lives $pid $1 n you@there" >/run/living; echo $pid >/run/pid`)
  // Between reading the lock of a dead run and moving it away.
  const move = 'mv "$NP_LOCK" "$NP_RUN/stale"'
  const race = `{ [ ! -e /run/living ] || mv /run/living "$NP_LOCK"; } && ${move}`
  const run = await client(box, { patched: (text) => text.replace(move, race) })
  const applied = run.apply([touch('x')])
  await vi.waitFor(() => expect(run.notes).not.toEqual([]), 20_000)
  expect(run.notes[0]).toMatch(/^a run started by you@there at /)
  expect(await box.exec('cut -d" " -f1 /run/nodeprep/lock; kill "$(cat /run/pid)"')).toBe('lives\n')
  expect((await applied).run.outcome).toBe('changed')
})

it('two hosts of one run that are the same machine have programs of their own, one after the other', async () => {
  box = await sandbox()
  const [one, two] = [await client(box, { nonce: 'aaa111' }), await client(box, { nonce: 'bbb222' })]
  const slow = (id: string) => step(id, `[ -e /run/t-${id} ]`, `sleep 1; : >/run/t-${id}`)
  const ends = await Promise.all([one.apply([slow('x')], 'r1-h1'), two.apply([slow('y')], 'r1-h2')])
  expect(ends.map(({ run }) => run.outcome)).toEqual(['changed', 'changed'])
  expect([...one.notes, ...two.notes][0]).toMatch(/^a run started by .*; waiting for it$/)
})
