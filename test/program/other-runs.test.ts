import { afterEach, expect, it } from 'vitest'
import { client, touch } from '../runner/harness.ts'
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
    expect(await box.exec('ls /run/nodeprep; kill "$(cat /run/lives)"')).toBe('lives\n')
  },
)
