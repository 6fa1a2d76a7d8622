import { afterEach, expect, it, vi } from 'vitest'
import type { Host } from '../../src/cluster/cluster.ts'
import type { PlaybookStep } from '../../src/playbook/playbook.ts'
import type { Event } from '../../src/report/event.ts'
import { runCluster } from '../../src/runner/run.ts'
import type { RunOptions } from '../../src/runner/run-options.ts'
import { transportOptions } from '../../src/transport/options.ts'
import { clusterOf, controlPlane } from '../kubernetes/fixtures.ts'
import { ScriptedHost } from './scripted-host.ts'

const scripted = vi.hoisted(() => new Map<string, { transport: unknown }>())
vi.mock('../../src/transport/index.ts', () => ({
  createTransport: ({ name }: Host) => scripted.get(name)?.transport,
}))
afterEach(() => scripted.clear())

const TOML = '/etc/app.toml'
const step = (id: string, kind: string, params: object): PlaybookStep => ({
  ...{ id, kind, params: { ...params }, when: [], sensitive: false, awaits: [] },
  ...{ provides: [], source: { file: 'p.yaml', line: 7 } },
})
const toml = step('app', 'toml', { path: TOML, set: { a: 1 } })
const sent = (path: string, text: string) => `file:${path} ${Buffer.from(text).toString('base64')}`

/** What becomes of a plan of one host that says these facts beside those of every host. */
async function planned(facts: readonly string[], steps: readonly PlaybookStep[], more: Partial<RunOptions> = {}) {
  const host = new ScriptedHost()
  host.facts = ['memoryKiB 4194304', 'cpus 2', 'cgroup 2', 'hostname cp1', ...facts]
  host.answer = (order) => (order.startsWith('check') ? host.say('begin', 'would 1', 'end 0 ', 'checked') : undefined)
  scripted.set(controlPlane.name, host)
  const events: Event[] = []
  const kept: unknown[] = []
  const never = new AbortController().signal
  const run = runCluster({
    cluster: clusterOf({ hosts: [controlPlane], ignoreChecks: ['os-release'] }),
    ...{ templates: new Map(), mode: 'plan', concurrency: 10, transport: transportOptions() },
    playbook: { name: 'p', description: '', file: 'p.yaml', steps },
    ...{ signal: never, leaving: never, again: '', scrub: (text: string) => text },
    ...{ emit: (event: Event) => events.push(event), password: () => Promise.resolve(undefined) },
    ...{ asks: () => [], reads: [TOML], joins: () => false },
    keepPasswords: (_, { files }) => kept.push(files),
    ...more,
  })
  const result = await run.then(
    ({ exitCode }) => String(exitCode),
    (error: unknown) => String(error),
  )
  return { result, events, kept, program: host.program }
}

it('a step is planned over the text of its file, which is in no event', async () => {
  const { result, events, kept, program } = await planned([sent(TOML, 'secret = "geheim"\n')], [toml])
  expect(result).toBe('4')
  expect(kept).toEqual([{ [TOML]: 'secret = "geheim"\n' }])
  expect(JSON.stringify(events)).not.toMatch(/geheim|Z2VoZWlt/)
  // What the file is to be, and not what a new one would be.
  const { createHash } = await import('node:crypto')
  expect(program).toContain(createHash('sha256').update('secret = "geheim"\na = 1\n').digest('hex'))
})

it('of what a host says of files only those are believed that were asked for, each once more than nothing', async () => {
  const { kept } = await planned(
    [sent('/etc/shadow', 'root:'), sent('__proto__', 'x'), 'file:constructor', `file: ${'A'.repeat(1000)}`],
    [toml],
  )
  expect(kept).toEqual([{ [TOML]: '' }])
})

it('a host that sends more than is read of a file is refused, with the file', async () => {
  const long = await planned([sent(TOML, `a = 1\n${'#'.repeat(400_000)}`)], [toml])
  expect(long.result).toContain(`cp1: ${TOML}: it is longer than 256 KiB: move it away`)
  const odd = await planned([`file:${TOML} %%%%`], [toml])
  expect(odd.result).toBe('4')
})

it('a step whose file nobody has asked for is not planned as if there were none', async () => {
  expect((await planned([], [toml], { reads: [] })).result).toContain(`${TOML} was not read from the host`)
})

it('templates do not know what is in files', async () => {
  const motd = step('motd', 'file', { path: '/etc/motd', content: '{{json facts}}\n' })
  const { result, events, program } = await planned([sent(TOML, 'secret = "geheim"\n')], [motd])
  expect(result).toBe('4')
  expect(JSON.stringify(events) + program).not.toContain('geheim')
  const naming = step('motd', 'file', { path: '/etc/motd', content: '{{facts.files.[/etc/app.toml]}}\n' })
  expect((await planned([sent(TOML, 'x = 1\n')], [naming])).result).toContain('"/etc/app.toml" is not known here')
})
