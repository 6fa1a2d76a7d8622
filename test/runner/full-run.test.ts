import { afterEach, expect, it } from 'vitest'
import { sandbox, shells, type Sandbox, type ShellName } from '../program/sandbox.ts'
import { client, step } from './harness.ts'

let box: Sandbox | undefined
afterEach(() => box?.close())

const names = Object.keys(shells) as ShellName[]

it.each(names)(
  'a program that does not fit into /run is refused, and none of it is taken for orders, under %s',
  async (shell) => {
    box = await sandbox(shell)
    await box.exec('mkdir /run/nodeprep /run/victim; mount -t tmpfs -o size=32k tmpfs /run/nodeprep')
    const { apply } = await client(box)
    const text = 'bye ../victim\n'.repeat(20_000)
    await expect(apply([step('large', 'false', `: <<'END'\n${text}END`)])).rejects.toMatchObject({
      code: 'protocol',
      message: 'could not start the run on the host: cannot write to /run/nodeprep',
    })
    expect(await box.exec('ls -Ad /run/victim; ls -A /run/nodeprep')).toBe('/run/victim\n')
  },
)

it.each(names)('what a check leaves of its program is not taken for orders, under %s', async (shell) => {
  box = await sandbox(shell)
  await box.exec('mkdir -p /run/nodeprep /run/victim')
  const { session } = await client(box)
  const program = `exit\n${'bye ../victim\n'.repeat(20_000)}`
  const receive = (message: { type: string; name?: string }) => message.type === 'event' && message.name === 'checked'
  expect(await session.exchange('check', receive, program)).toBe(true)
  expect(await box.exec('ls -A /run')).toBe('nodeprep\nvictim\n')
})
