import { describe, expect, it } from 'vitest'
import type { MigrationHost } from './migration-host.ts'
import { shells, type Shell } from './scripts.ts'
import { calls, turnCluster } from './turn-cluster.ts'

const turns = {
  'that the annotation tells of': { TURN: 'reboot 7', FIELD: '', PATTERN: '' },
  'that the runtime tells of': {
    ...{ TURN: 'migrate-runtime', FIELD: '.status.nodeInfo.containerRuntimeVersion', PATTERN: 'cri-o:*' },
  },
} as const
const more = {
  NODE: 'w1',
  ROLE: 'worker',
  GONE: 'false',
  LEFT_HERE: 'false',
  TIMEOUT: '90',
  EMPTYDIR: 'false',
  FORCE: 'false',
}
const words = { READY: 'Ready', REMEDY: '' }

/** Does the turn as programs do: each step if its check does not hold. Ends where one is cut off. */
function run(host: MigrationHost, turn: (typeof turns)[keyof typeof turns]): void {
  const env = { ...more, ...words, ...turn }
  const step = (id: string) => host.step(id, 'check', env).ok || host.step(id, 'apply', env).ok
  if (!step('node-out')) return
  if (!host.has('changed') && !host.has('unschedulable')) host.write('wrong', 'changed while pods may come')
  host.write('changed', '')
  host.write('runtime', 'cri-o://1.20.9')
  step('node-in')
}

/** A cluster whose node has been in the turn, cut off in that call, and what has been called for. */
function cutOff(shell: Shell, turn: (typeof turns)[keyof typeof turns], was: string, files: Record<string, string>) {
  const host = turnCluster(shell)
  if (was === 'cordoned') host.write('unschedulable', 'true\n')
  for (const [name, text] of Object.entries(files)) host.write(name, text)
  run(host, turn)
  return { host, made: calls(host).length }
}

describe.each(shells)('in %s', (shell) => {
  describe.each(Object.entries(turns))('a turn %s', (_, turn) => {
    it.each([
      ['before it has', 'schedulable', {}],
      ['after it has had', 'schedulable', { 'cut-late': '' }],
      ['before it has', 'cordoned', {}],
      ['after it has had', 'cordoned', { 'cut-late': '' }],
    ])('killed in any call, %s an effect, comes to its end, and the node is %s as it was', (_, was, late) => {
      const { made: all } = cutOff(shell, turn, was, {})
      expect(all).toBe(was === 'cordoned' ? 5 : 6)
      for (let cut = 1; cut <= all; cut++) {
        const { host, made } = cutOff(shell, turn, was, { ...late, cut: `${cut}\n` })
        expect(made).toBe(cut)
        host.run(`rm "${host.root}/cut"`)
        run(host, turn)
        const ends = { cordoned: host.has('unschedulable'), noted: host.read('annotation').trim() }
        expect({ ...ends, wrong: host.has('wrong') }, `killed in call ${cut}: ${calls(host).join(', ')}`).toEqual({
          ...{ cordoned: was === 'cordoned', noted: `${turn.TURN}|${was}|done`, wrong: false },
        })
        const before = calls(host).length
        run(host, turn)
        expect(calls(host).length).toBe(before)
      }
    })
  })
})
