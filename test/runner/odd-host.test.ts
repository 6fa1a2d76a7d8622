import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Host } from '../../src/cluster/cluster.ts'
import { Unplannable } from '../../src/plan/plan-hosts.ts'
import type { PlaybookStep } from '../../src/playbook/playbook.ts'
import type { Event } from '../../src/report/event.ts'
import { runCluster } from '../../src/runner/run.ts'
import { optionsOf } from './run-options.ts'
import { ScriptedHost } from './scripted-host.ts'

const scripted = vi.hoisted(() => new Map<string, { transport: unknown }>())
vi.mock('../../src/transport/index.ts', () => ({
  createTransport: ({ name }: Host) => scripted.get(name)?.transport,
}))
afterEach(() => scripted.clear())

const step = (id: string, more: Partial<PlaybookStep>): PlaybookStep => ({
  ...{ id, kind: 'file', params: { path: '/etc/motd', content: 'x\n' }, when: [], sensitive: false, awaits: [] },
  ...{ provides: [], source: { file: 'p.yaml', line: 7 }, ...more },
})

/** Plans steps on cp1 and w1, which report more facts than every scripted host. */
async function planOn(facts: Readonly<Record<'cp1' | 'w1', readonly string[]>>, steps: readonly PlaybookStep[]) {
  for (const [name, own] of Object.entries(facts)) {
    const host = new ScriptedHost()
    host.facts = ['memoryKiB 4194304', 'cpus 2', 'cgroup 2', `hostname ${name}`, ...own]
    host.answer = (order) => (order.startsWith('check') ? host.say('begin', 'ok 1', 'end 0 ', 'checked') : undefined)
    scripted.set(name, host)
  }
  const events: Event[] = []
  const emit = (event: Event) => events.push(event)
  const result = await runCluster(optionsOf(steps, { mode: 'plan', emit }))
  const ends = events.flatMap((event) => (event.type === 'host-ended' ? [event] : []))
  return { ...result, messages: Object.fromEntries(ends.map(({ host, error }) => [host, error?.message])) }
}

describe('a host that cannot be planned', () => {
  const steps = [step('motd', { params: { path: '/etc/{{facts.os.codename}}', content: 'x\n' } })]
  const odd = ['os.codename ../x y\u0000']

  it('case 15: fails by itself, and the other hosts are named as not started', async () => {
    const relative = [step('motd', { params: { path: '{{facts.os.codename}}', content: 'x\n' } })]
    const { exitCode, hosts, messages } = await planOn({ cp1: ['os.codename /etc/motd'], w1: [] }, relative)
    expect(hosts).toEqual({ cp1: 'blocked', w1: 'failed' })
    expect(exitCode).toBe(1)
    expect(messages['w1']).toMatch(/^p\.yaml:7 step motd: /)
    expect(messages['cp1']).toBe('not started: w1 cannot be planned')
  })

  it('is invalid input of the run where no host can be planned', async () => {
    const wrong = [step('motd', { params: { path: 'relative', content: 'x\n' } })]
    await expect(planOn({ cp1: [], w1: odd }, wrong)).rejects.toBeInstanceOf(Unplannable)
  })

  it.each(['V10', '', 'testing', 'rolling', '24.03 (LTS)'])(
    'case 15: is not one that reports %j as its version, where the check of it is overridden',
    async (version) => {
      const when = ["{{and (eq facts.os.family 'rhel') (semverLt facts.os.version '8')}}"]
      const facts = [`os.version ${version}`, 'os.id centos', 'os.codename motd']
      const { hosts } = await planOn({ cp1: ['os.codename motd'], w1: facts }, [...steps, step('el7', { when })])
      expect(hosts).toEqual({ cp1: 'ok', w1: 'ok' })
    },
  )
})
