import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { reapLabs } from './down.ts'
import { uniqueId } from './fixture.ts'
import { createLab, openLab } from './lab.ts'
import { until } from './processes.ts'
import { footprint, remains } from './remains.ts'
import { readState } from './state.ts'

const hosts = [
  { name: 'cp1', kind: 'debian12' },
  { name: 'w1', kind: 'centos' },
] as const

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lab-test-'))
})
afterEach(() => rm(folder, { recursive: true }))

it('serves files and images to its hosts while it is up, and leaves nothing when it is down', async () => {
  await writeFile(join(folder, 'hello.txt'), 'hello from the lab\n')
  const lab = await createLab({ id: uniqueId(), hosts, artifacts: { www: folder, registry: folder } })
  try {
    expect((await lab.exec('cp1', 'curl -sS http://mirror.lab/hello.txt')).stdout).toBe('hello from the lab\n')
    expect((await lab.exec('cp1', 'curl -sS -r 6-9 http://mirror.lab/hello.txt')).stdout).toBe('from')
    expect((await lab.exec('w1', 'curl -sS -o /dev/null -w %{http_code} http://mirror.lab/none')).stdout).toBe('404')
    expect((await lab.exec('w1', 'curl -sS http://registry.lab:5000/v2/')).stdout).toBe('{}')
    // A process that outlives the command that started it, in namespaces of its own, as a container is.
    await lab.exec('w1', 'setsid unshare --mount --net --pid --fork sleep 1000 >/dev/null 2>&1 </dev/null &')
    const before = await footprint(lab.id)
    expect(before.processes.size).toBeGreaterThan(10)
    // Two hosts with six kinds each, the network of the services, and what was started in w1.
    expect(before.namespaces.size).toBeGreaterThanOrEqual(16)
    await lab.down()
    expect(await remains(lab.id, before)).toEqual([])
    await expect(openLab(lab.id)).rejects.toThrow(/no lab named/)
  } finally {
    await lab.down()
  }
})

/** Starts a process that makes a lab and then waits. */
function startOwner(id: string, keep: boolean) {
  const call = `createLab(${JSON.stringify({ id, hosts, keep })})`
  const code = `import { createLab } from '${join(import.meta.dirname, 'lab.ts')}'; await ${call}; console.log('up'); setInterval(() => {}, 1000)`
  const args = ['--import', import.meta.resolve('tsx'), '--input-type=module', '-e', code]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise((resolve) => child.on('close', resolve))
  const up = new Promise((resolve) => child.stdout.once('data', resolve))
  return { up: Promise.race([up, ended]), kill: () => (child.kill('SIGKILL'), ended) }
}

it('takes down a lab whose process was killed, before the next one starts', async () => {
  const id = uniqueId()
  const owner = startOwner(id, false)
  await owner.up
  const before = await footprint(id)
  expect(await reapLabs()).not.toContain(id)
  await owner.kill()
  const next = await createLab({ id: uniqueId(), hosts: [] })
  try {
    expect(before.processes.size).toBeGreaterThan(10)
    expect(await remains(id, before)).toEqual([])
  } finally {
    await next.down()
  }
})

it('takes down a lab whose process was killed while its hosts booted', async () => {
  const id = uniqueId()
  const owner = startOwner(id, false)
  await until('hosts to be made', 60, async () => (await readState(id))?.hosts.length === 2)
  await until('a host to start', 60, async () => (await footprint(id)).processes.size > 0)
  const before = await footprint(id)
  await owner.kill()
  expect(await reapLabs()).toContain(id)
  expect(await remains(id, before)).toEqual([])
})

it('keeps a lab that outlives its process until it is taken down', async () => {
  const id = uniqueId()
  const owner = startOwner(id, true)
  await owner.up
  await owner.kill()
  expect(await reapLabs()).not.toContain(id)
  const lab = await openLab(id)
  expect((await lab.exec('cp1', 'hostname')).stdout).toBe('cp1\n')
  const before = await footprint(id)
  await lab.down()
  expect(await remains(id, before)).toEqual([])
})
