import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { mountMemory, unmountMemory } from './memory.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lab-test-'))
})
afterEach(async () => {
  await unmountMemory(folder, 0)
  await rm(folder, { recursive: true })
})

const mounted = async () => (await readFile('/proc/self/mounts', 'utf8')).includes(folder)

it('gives memory back, however often it was mounted there, and does not mind when there is none', async () => {
  await unmountMemory(folder)
  await mountMemory(folder)
  await writeFile(join(folder, 'disk'), 'x')
  await mountMemory(folder)
  await unmountMemory(folder)
  expect([await mounted(), await readdir(folder)]).toEqual([false, []])
})

it('waits for a process that still uses it, and goes on without when it does not end', async () => {
  await mountMemory(folder)
  const user = spawn('sleep', ['1000'], { cwd: folder, stdio: 'ignore' })
  await once(user, 'spawn')
  try {
    await unmountMemory(folder, 2)
    expect(await mounted()).toBe(false)
  } finally {
    const ended = once(user, 'exit')
    user.kill('SIGKILL')
    await ended
  }
})
