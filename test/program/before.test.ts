import { createHash } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import type { PlannedStep } from '../../src/plan/plan.ts'
import { readMessage } from '../../src/program/messages.ts'
import { client, step } from '../runner/harness.ts'
import { sandbox, shells, type Sandbox, type ShellName } from './sandbox.ts'

let box: Sandbox | undefined
afterEach(async () => {
  await box?.close()
  box = undefined
})

const file = (path: string): PlannedStep => ({
  ...step(path, '', ''),
  kind: 'file',
  params: { path, state: 'present', content: 'wanted\n', owner: 'root', group: 'root', mode: '0644' },
})
const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex')

it.each(Object.keys(shells) as ShellName[])(
  'a look tells absent, empty, binary, large and other things at a path apart, in %s',
  async (shell) => {
    box = await sandbox(shell)
    const paths = ['absent', 'empty', 'text', 'nul', 'latin1', 'largest', 'large', 'folder'].map(
      (name) => `/run/${name}`,
    )
    await box.exec(`cd /run; : >empty; printf 'a\\n' >text; printf 'a\\000b' >nul; printf 'caf\\351' >latin1; mkdir folder
head -c 262144 /dev/zero | tr '\\0' a >largest; head -c 262145 /dev/zero | tr '\\0' a >large`)
    const run = await (await client(box)).check(paths.map(file))
    expect(run.pending.map(({ before }) => before)).toEqual([
      { kind: 'absent' },
      { kind: 'text', text: '' },
      { kind: 'text', text: 'a\n' },
      { kind: 'digest', sha256: sha256('a\0b'), size: 3 },
      { kind: 'digest', sha256: sha256(Buffer.from('caf\xe9', 'latin1')), size: 4 },
      { kind: 'text', text: 'a'.repeat(262_144) },
      { kind: 'digest', sha256: sha256('a'.repeat(262_145)), size: 262_145 },
      { kind: 'other' },
    ])
  },
)

describe('what a host says of a file', () => {
  const before = (rest: string) => readMessage('before', `1 ${rest}`)
  it.each([
    'digest abc 3',
    `digest ${'A'.repeat(64)} 3`,
    `digest ${'a'.repeat(64)} -3`,
    `digest ${'a'.repeat(64)}`,
    'content %%%',
    `content ${'A'.repeat(400_000)}`,
    'nonsense',
    '',
  ])('is nothing where it has not the form that it should: %.30s', (rest) => {
    expect(before(rest)).toBeUndefined()
  })
})
