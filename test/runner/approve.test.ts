import { afterEach, expect, it, vi } from 'vitest'
import type { Host } from '../../src/cluster/cluster.ts'
import type { PlaybookStep } from '../../src/playbook/playbook.ts'
import { runCluster } from '../../src/runner/run.ts'
import type { RunOptions } from '../../src/runner/run-options.ts'
import { clusterOf, controlPlane } from '../kubernetes/fixtures.ts'
import { optionsOf } from './run-options.ts'
import { ScriptedHost } from './scripted-host.ts'

const scripted = vi.hoisted(() => new Map<string, { transport: unknown }>())
vi.mock('../../src/transport/index.ts', () => ({
  createTransport: ({ name }: Host) => scripted.get(name)?.transport,
}))
afterEach(() => scripted.clear())

const step: PlaybookStep = {
  ...{ id: 'motd', kind: 'command', params: { title: 'x', check: 'false', apply: 'true' }, when: [], sensitive: false },
  ...{ awaits: [], provides: [], source: { file: 'p.yaml', line: 7 } },
}

/** Which programs a host got, and what the user was asked, by whether something would change and what he says. */
async function asked(found: 'ok' | 'would', answer: boolean) {
  const host = new ScriptedHost()
  host.facts = ['memoryKiB 4194304', 'cpus 2', 'cgroup 2']
  const programs: string[] = []
  host.answer = (order) => {
    const [verb = ''] = order.split(' ')
    if (verb === 'check')
      host.say('begin', ...(found === 'ok' ? [] : ['before 1 none']), `${found} 1`, 'end 0 ', 'checked')
    if (verb === 'start') host.say('following 0', 'begin', found === 'ok' ? 'ok 1' : 'changed 1', 'end 1 ')
    if (verb === 'check' || verb === 'start') programs.push(verb)
  }
  scripted.set(controlPlane.name, host)
  const questions: (readonly string[])[] = []
  const approve: RunOptions['approve'] = (pending) => {
    questions.push([...pending].flatMap(([name, due]) => due.map((one) => `${name} ${one.step.id}`)))
    return Promise.resolve(answer)
  }
  const cluster = clusterOf({ hosts: [controlPlane], ignoreChecks: ['os-release'] })
  const { exitCode } = await runCluster(optionsOf([step], { cluster, approve }))
  return { exitCode, programs, questions }
}

it('what would change is shown before it is done', async () => {
  expect(await asked('would', true)).toEqual({
    ...{ exitCode: 0, programs: ['check', 'start'], questions: [['cp1 motd']] },
  })
})

it('nothing is done where the user does not want it', async () => {
  expect(await asked('would', false)).toMatchObject({ programs: ['check'], questions: [['cp1 motd']] })
})

it('where nothing would change nobody is asked, and the run comes to its end', async () => {
  expect(await asked('ok', false)).toEqual({ exitCode: 0, programs: ['check', 'start'], questions: [] })
})
