import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Io } from '../../src/commands/io.ts'
import { fetchKubeconfig } from '../../src/commands/kubeconfig.ts'
import { clusterOf, controlPlane } from '../kubernetes/fixtures.ts'
import { kubeconfigOf } from '../kubernetes/kubeconfig-fixture.ts'
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

const given = kubeconfigOf('https://10.0.0.11:6443')
const base64 = (text: string) => Buffer.from(text).toString('base64')

test('the kubeconfig is whole, also when the connection was lost while it was read', async () => {
  let times = 0
  const text = await fetched((_order, host) => {
    times += 1
    if (times === 1) {
      host.print(`\n\x1e${host.nonce} file ${base64(given).slice(0, 100)}`)
      return host.cut()
    }
    host.say(`file ${base64(given)}`, 'checked 0')
  })
  expect([times, text]).toEqual([2, expect.stringContaining('server: https://10.0.0.11:6443\n')])
})

test('only server, certificates and key of it are taken: nothing that kubectl would run', async () => {
  const exec = given.replace('  user:\n', '  user:\n    exec: { command: /bin/touch, args: [/tmp/owned] }\n')
  expect(exec).not.toBe(given)
  const text = await fetched((_order, host) => host.say(`file ${base64(exec)}`, 'checked 0'))
  expect(text).not.toMatch(/exec|touch|owned/)
})

test.each(['', 'AAAA', '%%%', base64('x'.repeat(262_145))])(
  'what is no kubeconfig is not written: %.10s',
  async (file) => {
    const fails = fetched((_order, host) => host.say(`file ${file}`, 'checked 1'))
    await expect(fails).rejects.toThrow(/could not be read|was not saved/)
  },
)

test('what is printed beside it is no part of it', async () => {
  const plain = await fetched((_order, host) => host.say(`file ${base64(given)}`, 'checked 0'))
  const text = await fetched((_order, host) => {
    host.print(`${given}apiVersion: v1\n`.repeat(1000))
    host.say(`file ${base64(given)}`)
    host.print('users: [{ name: evil }]\n')
    host.say('checked 0')
  })
  expect(text).toBe(plain)
})

test('a Ctrl-C is no missing control plane', async () => {
  const stopping = new AbortController()
  stopping.abort()
  await expect(fetched(() => undefined, stopping)).rejects.toMatchObject({ code: 'interrupted' })
})
