import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Io } from '../../src/commands/io.ts'
import { fetchKubeconfig } from '../../src/commands/kubeconfig.ts'
import { clusterOf, controlPlane } from '../kubernetes/fixtures.ts'
import { ScriptedHost } from '../runner/scripted-host.ts'

const scripted = vi.hoisted((): { transport: unknown } => ({ transport: undefined }))
vi.mock('../../src/transport/index.ts', () => ({ createTransport: () => scripted.transport }))

let folder = ''
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'nodeprep-kubeconfig-'))))
afterEach(() => rmSync(folder, { recursive: true }))

async function fetched(answer: ScriptedHost['answer'], stopping = new AbortController()): Promise<string> {
  const host = new ScriptedHost()
  host.facts = ['kubernetes control-plane']
  host.answer = answer
  scripted.transport = host.transport
  const { signal } = stopping
  const { stdin, stdout } = process
  const stderr = { write: () => true } as unknown as Io['stderr']
  const io: Io = { stdin, stdout, stderr, env: {}, argv: [], signal, leaving: signal }
  const file = join(folder, 'admin.conf')
  await fetchKubeconfig(io, clusterOf({ hosts: [controlPlane] }), file, { concurrency: 1 })
  expect(statSync(file).mode & 0o777).toBe(0o600)
  return readFileSync(file, 'utf8')
}

test('the kubeconfig is whole, also when the connection was lost while it was read', async () => {
  let times = 0
  const text = await fetched((_order, host) => {
    host.say('begin')
    host.print('apiVersion: v1\nkind: ')
    times += 1
    if (times === 1) return host.cut()
    host.print('Config\n')
    host.say('checked 0')
  })
  expect([times, text]).toEqual([2, 'apiVersion: v1\nkind: Config\n'])
})

test('what is no kubeconfig is not written', async () => {
  const fails = fetched((_order, host) => host.say('begin', 'checked 1'))
  await expect(fails).rejects.toThrow('cp1: the admin kubeconfig could not be read')
})

test('a Ctrl-C is no missing control plane', async () => {
  const stopping = new AbortController()
  stopping.abort()
  await expect(fetched(() => undefined, stopping)).rejects.toMatchObject({ code: 'interrupted' })
})
