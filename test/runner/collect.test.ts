import { afterEach, expect, it, vi } from 'vitest'
import type { Host } from '../../src/cluster/cluster.ts'
import type { PlaybookStep } from '../../src/playbook/playbook.ts'
import { runCluster } from '../../src/runner/run.ts'
import { clusterOf, controlPlane } from '../kubernetes/fixtures.ts'
import { optionsOf } from './run-options.ts'
import { ScriptedHost } from './scripted-host.ts'

const scripted = vi.hoisted(() => new Map<string, { transport: unknown }>())
vi.mock('../../src/transport/index.ts', () => ({
  createTransport: ({ name }: Host) => scripted.get(name)?.transport,
}))
afterEach(() => scripted.clear())

const step: PlaybookStep = {
  ...{ id: 'fetch', kind: 'value', params: { title: 'a report', script: 'cat report' }, when: [], sensitive: false },
  ...{ awaits: [], provides: [], collect: ['report'], source: { file: 'p.yaml', line: 7 } },
}
const base64 = (text: string) => Buffer.from(text).toString('base64')

/** What the client collects while a host answers orders, and what is told to be a secret. */
async function collected(answer: ScriptedHost['answer']) {
  const host = new ScriptedHost()
  host.facts = ['memoryKiB 4194304', 'cpus 2', 'cgroup 2']
  host.answer = answer
  scripted.set(controlPlane.name, host)
  const values: string[] = []
  const secrets: string[] = []
  const { exitCode } = await runCluster(
    optionsOf([step], {
      cluster: clusterOf({ hosts: [controlPlane], ignoreChecks: ['os-release'] }),
      keepSecret: (name, value) => secrets.push(`${name} ${value}`),
      collect: (from, name, value) => values.push(`${from.host} ${name} ${value}`),
    }),
  )
  return { exitCode, values, secrets }
}

it('a value for the client is kept as a secret, and handed over with the host that gave it', async () => {
  const found = await collected((order, host) => {
    if (order.startsWith('start'))
      host.say('following 0', 'begin', 'ok 1', `value report ${base64('all is well')}`, 'end 0 ')
  })
  expect(found).toEqual({ exitCode: 0, values: ['cp1 report all is well'], secrets: ['cp1 all is well'] })
})

it('nothing else is believed: another name, another time, too much of it, no text', async () => {
  const found = await collected((order, host) => {
    if (!order.startsWith('start')) return
    host.say('following 0', 'begin', `value report ${base64('too early')}`, 'ok 1')
    host.say(`value other ${base64('x')}`, 'value report %%%', `value report ${base64('x'.repeat(16_400))}`)
    host.say('end 0 ')
  })
  expect(found.values).toEqual([])
})
