import { describe, expect, it } from 'vitest'
import type { MigrationHost } from './migration-host.ts'
import { shells } from './scripts.ts'
import { calls, turnCluster } from './turn-cluster.ts'

const turn = { NODE: 'w1', TURN: 'reboot 7', FIELD: '', PATTERN: '' }
const env = {
  'node-out': {
    ...turn,
    GONE: 'false',
    LEFT_HERE: 'false',
    TIMEOUT: '90',
    EMPTYDIR: 'false',
    FORCE: 'false',
    REMEDY: 'Wait.',
  },
  'node-in': { ...turn, ROLE: 'worker', READY: 'Ready', REMEDY: 'then wait' },
} as const
const drained = 'reboot 7|schedulable|drained'

const holds = (host: MigrationHost, id: keyof typeof env) => host.step(id, 'check', env[id]).ok
const apply = (host: MigrationHost, id: keyof typeof env) => host.step(id, 'apply', env[id])

describe.each(shells)('a node before its turn, in %s', (shell) => {
  it('is cordoned and drained, after what it was is noted on it', () => {
    const host = turnCluster(shell)
    expect(holds(host, 'node-out')).toBe(false)
    expect(apply(host, 'node-out')).toMatchObject({ ok: true })
    expect(calls(host)).toEqual([
      'annotate --overwrite node w1 nodeprep.dev/turn=reboot 7|schedulable|draining',
      'cordon w1',
      'drain w1 --ignore-daemonsets --timeout=90s',
      `annotate --overwrite node w1 nodeprep.dev/turn=${drained}`,
    ])
    expect(holds(host, 'node-out')).toBe(true)
  })

  it.each(['--delete-emptydir-data', '--delete-local-data'])('is drained with %s, as its kubectl calls it', (name) => {
    const host = turnCluster(shell, name)
    const more = { ...env['node-out'], EMPTYDIR: 'true', FORCE: 'true' }
    expect(host.step('node-out', 'apply', more)).toMatchObject({ ok: true })
    expect(calls(host)).toContain(`drain w1 --ignore-daemonsets --timeout=90s ${name} --force`)
  })

  it.each([
    ['it was uncordoned since', drained, ''],
    ['it was only being drained', 'reboot 7|schedulable|draining', 'true'],
    ['it was drained for another turn', 'reboot 6|schedulable|drained', 'true'],
    ['it has had another turn', 'reboot 6|schedulable|done', ''],
  ])('is drained again when %s', (_, annotation, unschedulable) => {
    const host = turnCluster(shell)
    host.write('annotation', annotation)
    host.write('unschedulable', unschedulable)
    expect(holds(host, 'node-out')).toBe(false)
    expect(apply(host, 'node-out')).toMatchObject({ ok: true })
    // Whatever cordoned it was an operation, and not somebody who wants it to stay so.
    expect(host.read('annotation')).toBe(`${drained}\n`)
  })

  it('is left alone when it has had its turn, also where the API server was not there to say so at first', () => {
    const host = turnCluster(shell)
    host.write('annotation', 'reboot 7|schedulable|done')
    expect(holds(host, 'node-out')).toBe(true)
    host.write('api-late', '')
    expect(apply(host, 'node-out')).toMatchObject({ ok: true })
    expect(calls(host)).toEqual([])
  })

  it('is uncordoned when it cannot be drained, unless somebody else had cordoned it', () => {
    const host = turnCluster(shell)
    host.write('stuck', '')
    const { ok, output } = apply(host, 'node-out')
    expect([ok, host.has('unschedulable'), host.has('annotation')]).toEqual([false, false, false])
    expect(output).toContain('violate the budget')
    expect(output).toMatch(/w1 could not be drained.* Wait\.$/m)
    host.write('unschedulable', 'true')
    expect(apply(host, 'node-out').ok).toBe(false)
    expect([host.has('unschedulable'), host.has('annotation')]).toEqual([true, false])
  })

  it('has to be in the cluster', () => {
    const host = turnCluster(shell)
    const gone = { ...env['node-out'], NODE: 'w2' }
    expect(host.step('node-out', 'check', gone).ok).toBe(false)
    expect(host.step('node-out', 'apply', gone)).toMatchObject({
      ok: false,
      output: expect.stringContaining('the cluster has no node w2') as string,
    })
  })

  it('and is this very host, left half way, counts as drained while no API server says otherwise', () => {
    const host = turnCluster(shell)
    const left = { ...env['node-out'], LEFT_HERE: 'true' }
    expect(host.step('node-out', 'check', left).ok).toBe(false)
    host.write('api-down', '')
    expect(host.step('node-out', 'check', left).ok).toBe(true)
    expect(holds(host, 'node-out')).toBe(false)
  })
})

describe.each(shells)('a node after its turn, in %s', (shell) => {
  it('takes pods again once its kubelet was heard of anew', () => {
    const host = turnCluster(shell)
    host.write('annotation', drained)
    host.write('unschedulable', 'true')
    expect(holds(host, 'node-in')).toBe(false)
    expect(apply(host, 'node-in')).toMatchObject({ ok: true })
    expect(calls(host)).toEqual([
      'uncordon w1',
      'annotate --overwrite node w1 nodeprep.dev/turn=reboot 7|schedulable|done',
    ])
    expect(holds(host, 'node-in')).toBe(true)
    host.write('ready', 'Unknown')
    expect(holds(host, 'node-in')).toBe(false)
  })

  it.each([
    ['silent', ''],
    ['ready', 'Unknown'],
  ])(
    'stays cordoned while it is not Ready, or only counts as Ready because nobody has missed it yet: %s',
    (file, text) => {
      const host = turnCluster(shell)
      host.write('annotation', drained)
      host.write(file, text)
      const { ok, output } = apply(host, 'node-in')
      expect([ok, calls(host)]).toEqual([false, []])
      expect(output).toMatch(
        /Ready=False KubeletNotReady: no network\nw1 was not Ready within 300 s; it stays cordoned\..*, then wait\n$/,
      )
    },
  )

  it('needs no lease where kubelets have none', () => {
    const host = turnCluster(shell)
    host.write('annotation', drained)
    host.run(`rm "${host.root}/lease"`)
    expect(apply(host, 'node-in')).toMatchObject({ ok: true })
    expect(calls(host)).toContain('uncordon w1')
  })

  it.each([
    ['before its turn', 'reboot 7|cordoned|drained'],
    ['since its turn', 'reboot 7|schedulable|done'],
  ])('stays cordoned if somebody else had cordoned it %s', (_, annotation) => {
    const host = turnCluster(shell)
    host.write('annotation', annotation)
    host.write('unschedulable', 'true')
    expect(apply(host, 'node-in')).toMatchObject({ ok: true })
    expect(host.has('unschedulable')).toBe(true)
    expect(holds(host, 'node-in')).toBe(true)
  })
})
