import { describe, expect, it } from 'vitest'
import type { Host as ClusterHost } from '../../src/cluster/cluster.ts'
import { allNodeSettings } from '../../src/kubernetes/node-settings.ts'
import { clusterOf, hostOf } from '../kubernetes/fixtures.ts'
import { hostileValues } from '../fuzz/hostile.ts'
import { shells, type Host } from './scripts.ts'
import { nodesOf, patchesOf, settingsCluster, type NodeObject } from './settings-cluster.ts'

type Given = Pick<ClusterHost, 'labels' | 'annotations' | 'taints'>
const SET = 'nodeprep.dev/set'
const taint = (key: string, value: string, effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute' = 'NoSchedule') => ({
  key,
  value,
  effect,
})

/** The variables of the step, as the plan fills them in. */
function env(given: Readonly<Record<string, Given>>, nodes = 'cp1 w1', members = nodes): Record<string, string> {
  const hosts = Object.entries(given).map(([name, more]) => ({ ...hostOf(name, 'worker', '10.0.0.9'), ...more }))
  return { NODES: nodes, MEMBERS: members, WANTED: allNodeSettings(clusterOf({ hosts })) }
}
const quick = 'NP_MODE=check; np_nap() { :; }; np_clock() { np_now=$((${np_now-0} + 10)); }'
const step = (host: Host, part: 'check' | 'apply' | 'changes', values: Record<string, string>) =>
  host.run('node-settings', part, values, quick)
const holds = (host: Host, values: Record<string, string>) => step(host, 'check', values).ok
const changes = (host: Host, values: Record<string, string>) =>
  step(host, 'changes', values).output.split('\n').filter(Boolean)

const own = { 'kubernetes.io/hostname': 'w1', 'kubernetes.io/os': 'linux' }
const cp1: NodeObject = {
  metadata: { name: 'cp1', labels: { 'node-role.kubernetes.io/control-plane': '' } },
  spec: { taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] },
}
const w1 = (more: Partial<NodeObject['metadata']> = {}, spec: NodeObject['spec'] = {}): NodeObject => ({
  metadata: { name: 'w1', labels: own, ...more },
  spec,
})
const notReady = {
  key: 'node.kubernetes.io/not-ready',
  effect: 'NoExecute',
  timeAdded: '2026-11-29T01:02:03Z',
} as const

describe.each(shells)('labels, annotations and taints of nodes, in %s', (shell) => {
  const wanted = env({
    cp1: { taints: [taint('backup', '', 'PreferNoSchedule')] },
    w1: {
      labels: { 'example.com/rack': 'r1', gpu: '' },
      annotations: { 'example.com/note': 'it\'s "here"\n$(reboot)' },
      taints: [taint('example.com/dedicated', 'gpu'), taint('example.com/dedicated', 'gpu', 'NoExecute')],
    },
  })

  it('are set by one request for each node, beside those of others, and are then left alone', () => {
    const host = settingsCluster(shell, cp1, w1({}, { taints: [notReady], unschedulable: true }))
    expect(holds(host, wanted)).toBe(false)
    expect(changes(host, wanted)).toEqual([
      '+ cp1: taint backup:PreferNoSchedule',
      '+ w1: annotation example.com/note=(21 bytes)',
      '+ w1: label example.com/rack=r1',
      '+ w1: label gpu=',
      '+ w1: taint example.com/dedicated=gpu:NoExecute',
      '+ w1: taint example.com/dedicated=gpu:NoSchedule',
    ])
    expect(nodesOf(host)).toEqual([cp1, w1({}, { taints: [notReady], unschedulable: true })])
    expect(step(host, 'apply', wanted)).toEqual({ ok: true, output: 'node/cp1 patched\nnode/w1 patched\n' })
    expect(nodesOf(host)).toEqual([
      {
        metadata: { ...cp1.metadata, annotations: { [SET]: 'taint:backup:PreferNoSchedule' } },
        spec: { taints: [...(cp1.spec?.taints ?? []), { key: 'backup', effect: 'PreferNoSchedule' }] },
      },
      {
        metadata: {
          name: 'w1',
          labels: { ...own, 'example.com/rack': 'r1', gpu: '' },
          annotations: {
            'example.com/note': 'it\'s "here"\n$(reboot)',
            [SET]:
              'annotation:example.com/note label:example.com/rack label:gpu taint:example.com/dedicated:NoExecute taint:example.com/dedicated:NoSchedule',
          },
        },
        spec: {
          taints: [notReady, taint('example.com/dedicated', 'gpu', 'NoExecute'), taint('example.com/dedicated', 'gpu')],
          unschedulable: true,
        },
      },
    ])
    expect(patchesOf(host)).toHaveLength(2)
    expect(host.has('state/node-settings')).toBe(true)
    expect([holds(host, wanted), changes(host, wanted)]).toEqual([true, []])
    expect(step(host, 'apply', wanted)).toEqual({ ok: true, output: '' })
    expect(patchesOf(host)).toHaveLength(2)
  })

  it('are taken off when they are taken out of cluster.yaml, and nothing else is', () => {
    const host = settingsCluster(
      shell,
      cp1,
      w1({ annotations: { other: 'x' } }, { taints: [notReady, taint('theirs', 'x')] }),
    )
    const before = nodesOf(host)
    step(host, 'apply', wanted)
    const less = env({ w1: { labels: { gpu: '' } } })
    expect(changes(host, less)).toEqual([
      '- cp1: taint backup:PreferNoSchedule',
      '- w1: annotation example.com/note=(21 bytes)',
      '- w1: label example.com/rack=r1',
      '- w1: taint example.com/dedicated=gpu:NoExecute',
      '- w1: taint example.com/dedicated=gpu:NoSchedule',
    ])
    expect(step(host, 'apply', less).ok).toBe(true)
    expect(nodesOf(host)[1]?.metadata).toEqual({
      ...{ name: 'w1', labels: { ...own, gpu: '' } },
      annotations: { other: 'x', [SET]: 'label:gpu' },
    })
    expect([holds(host, less), holds(host, env({}))]).toEqual([true, false])
    expect(step(host, 'apply', env({})).ok).toBe(true)
    const emptied = { metadata: { ...cp1.metadata, annotations: {} }, spec: cp1.spec }
    expect(nodesOf(host)).toEqual([emptied, before[1]])
    expect(holds(host, env({}))).toBe(true)
  })

  it('become those of cluster.yaml where another hand changed or removed them', () => {
    const host = settingsCluster(shell, cp1, w1())
    step(host, 'apply', wanted)
    const [first, second] = nodesOf(host)
    const { gpu, ...labels } = second?.metadata.labels ?? {}
    const drifted: NodeObject = {
      metadata: { ...second?.metadata, name: 'w1', labels: { ...labels, 'example.com/rack': 'r2' } },
      spec: { taints: [taint('example.com/dedicated', 'cpu'), taint('theirs', '')] },
    }
    const again = settingsCluster(shell, first as NodeObject, drifted)
    expect(changes(again, wanted)).toEqual([
      '- w1: label example.com/rack=r2',
      '+ w1: label example.com/rack=r1',
      '+ w1: label gpu=',
      '+ w1: taint example.com/dedicated=gpu:NoExecute',
      '- w1: taint example.com/dedicated=cpu:NoSchedule',
      '+ w1: taint example.com/dedicated=gpu:NoSchedule',
    ])
    expect(step(again, 'apply', wanted).ok).toBe(true)
    const [, mended] = nodesOf(again)
    expect(mended?.metadata).toEqual(second?.metadata)
    expect(mended?.spec?.taints).toEqual([
      taint('example.com/dedicated', 'gpu'),
      { key: 'theirs', effect: 'NoSchedule' },
      taint('example.com/dedicated', 'gpu', 'NoExecute'),
    ])
  })

  it('are taken over from another hand, which the plan says, and taken off as the others later on', () => {
    const theirs = {
      metadata: { ...w1().metadata, labels: { ...own, a: 'x', b: 'y' } },
      spec: { taints: [taint('t', 'u')] },
    }
    const host = settingsCluster(shell, theirs)
    const values = env({ w1: { labels: { a: 'x', b: 'z' }, taints: [taint('t', 'v')] } }, 'w1')
    expect(changes(host, values)).toEqual([
      '  w1: label a=x is already set; nodeprep manages it from now on',
      '- w1: label b=y (not set by nodeprep)',
      '+ w1: label b=z',
      '- w1: taint t=u:NoSchedule (not set by nodeprep)',
      '+ w1: taint t=v:NoSchedule',
    ])
    expect(step(host, 'apply', values).ok).toBe(true)
    expect(nodesOf(host)[0]).toEqual({
      metadata: {
        name: 'w1',
        labels: { ...own, a: 'x', b: 'z' },
        annotations: { [SET]: 'label:a label:b taint:t:NoSchedule' },
      },
      spec: { taints: [taint('t', 'v')] },
    })
    step(host, 'apply', env({}, 'w1'))
    expect(nodesOf(host)[0]).toEqual({ metadata: { name: 'w1', labels: own, annotations: {} }, spec: {} })
  })

  it('keep since when a taint is there, unless its value changes', () => {
    const timed = { ...taint('a', 'x', 'NoExecute'), timeAdded: '2026-11-29T01:02:03Z' }
    const host = settingsCluster(shell, w1({}, { taints: [timed] }))
    const with2 = env({ w1: { taints: [taint('a', 'x', 'NoExecute'), taint('b', '')] } }, 'w1')
    step(host, 'apply', with2)
    expect(nodesOf(host)[0]?.spec?.taints).toEqual([timed, { key: 'b', effect: 'NoSchedule' }])
    step(host, 'apply', env({ w1: { taints: [taint('a', 'y', 'NoExecute')] } }, 'w1'))
    expect(nodesOf(host)[0]?.spec?.taints).toEqual([taint('a', 'y', 'NoExecute')])
  })

  it('have values of any kind, which no shell reads', () => {
    const all = hostileValues.filter((value) => !/[\0\p{Cs}]/u.test(value) && value.length <= 4096)
    const annotations = Object.fromEntries(all.map((value, i) => [`example.com/v${i}`, value]))
    const host = settingsCluster(shell, w1())
    const values = env({ w1: { annotations } }, 'w1')
    expect(step(host, 'apply', values)).toEqual({ ok: true, output: 'node/w1 patched\n' })
    const { [SET]: set, ...seen } = nodesOf(host)[0]?.metadata.annotations ?? {}
    expect(seen).toEqual(annotations)
    expect(holds(host, values)).toBe(true)
    const said = changes(settingsCluster(shell, w1()), values)
    expect(said).toHaveLength(all.length)
    expect(said.filter((line) => /[^\n]*\p{Cc}/u.test(line.replaceAll('\u0085', '').replaceAll('\u009b', '')))).toEqual(
      [],
    )
    expect(said).toContain('+ w1: annotation example.com/v0=$(touch /tmp/canary-dollar)')
  })

  it('are no matter of whether a node is Ready, and of nodes that cluster.yaml or the limit does not have', () => {
    const other = { metadata: { name: 'w2', labels: { a: 'x' }, annotations: { [SET]: 'label:a' } } }
    const host = settingsCluster(shell, cp1, w1({}, { taints: [notReady], unschedulable: true }), other)
    expect(holds(host, env({}))).toBe(true)
    expect(holds(host, env({ w2: { labels: { a: 'y' } } }))).toBe(true)
    expect(holds(host, env({ w2: { labels: { a: 'y' } } }, 'w2', 'cp1'))).toBe(false)
  })
})

describe.each(shells)('nodes that are not there, in %s', (shell) => {
  const given = { w1: { labels: { a: 'b' } }, w2: { labels: { c: 'd' } } }

  it('are planned to have all of it once they have joined, also before there is a cluster', () => {
    const host = settingsCluster(shell)
    host.run('node-settings', 'check', {}, `rm "${host.root}/etc/kubernetes/admin.conf"`)
    expect(holds(host, env(given, 'cp1 w1 w2'))).toBe(false)
    expect(changes(host, env(given, 'cp1 w1 w2'))).toEqual(['+ w1: label a=b', '+ w2: label c=d'])
    expect(holds(host, env({}, 'cp1 w1'))).toBe(true)
  })

  it('fail the step when their hosts have joined, by their names', () => {
    const host = settingsCluster(shell, cp1)
    const { ok, output } = step(host, 'apply', env(given, 'cp1 w1 w2'))
    expect([ok, patchesOf(host)]).toEqual([false, []])
    expect(output).toContain(
      'not in the cluster, although the hosts have joined one: w1, w2. See journalctl -u kubelet',
    )
  })

  it('are passed over when nothing is known of their hosts', () => {
    const host = settingsCluster(shell, cp1, w1())
    const values = env(given, 'cp1 w1 w2', 'cp1 w1')
    expect(changes(host, values)).toEqual(['+ w1: label a=b'])
    expect(step(host, 'apply', values).ok).toBe(true)
    expect(holds(host, values)).toBe(true)
  })

  it('are not guessed at while the API server does not answer', () => {
    const host = settingsCluster(shell, cp1, w1())
    host.write('api-down', '')
    expect([holds(host, env({})), changes(host, env(given))]).toEqual([false, []])
    const { ok, output } = step(host, 'apply', env(given))
    expect([ok, output]).toEqual([false, expect.stringContaining('the API server does not answer')])
  })
})

describe.each(shells)('what comes in between, in %s', (shell) => {
  const values = env({ w1: { labels: { a: 'b' }, taints: [taint('t', 'v')] } }, 'w1')

  it('is looked at again where somebody else changes a node with taints at the same time', () => {
    const host = settingsCluster(shell, w1())
    host.write('conflicts', '2')
    expect(step(host, 'apply', values).ok).toBe(true)
    expect(patchesOf(host).map((patch) => /"resourceVersion":"(\d+)"/.exec(patch)?.[1])).toEqual(['7', '8', '9'])
    expect(holds(host, values)).toBe(true)
  })

  it('fails the step in the words of the API server where that refuses', () => {
    const host = settingsCluster(shell, w1())
    host.write('refused', '')
    const { ok, output } = step(host, 'apply', values)
    expect([ok, patchesOf(host).length]).toEqual([false, 5])
    expect(output).toContain('admission webhook denied the request')
    expect(output).toContain('the API server refuses labels, annotations or taints of cluster.yaml; it says above why')
  })

  it.each([
    ['a key that it removed itself', 'label:gone', '- w1: label gone (already removed)'],
    ['no keys at all', 'label:a"},"spec":{"unschedulable":true taint:x:Nope annotation: $(reboot)', undefined],
    ['the keys in another order', 'taint:t:NoSchedule label:a', undefined],
  ])('and is an annotation with %s gets into no patch', (_, set, said) => {
    const labels = { ...own, a: 'b' }
    const host = settingsCluster(shell, w1({ labels, annotations: { [SET]: set } }, { taints: [taint('t', 'v')] }))
    expect(changes(host, values)).toEqual(
      set.startsWith('taint:t')
        ? ['  w1: the annotation nodeprep.dev/set is corrected']
        : [
            '  w1: label a=b is already set; nodeprep manages it from now on',
            '  w1: taint t=v:NoSchedule is already set; nodeprep manages it from now on',
            ...(said === undefined ? [] : [said]),
          ],
    )
    expect(step(host, 'apply', values).ok).toBe(true)
    expect(patchesOf(host)).toEqual([
      'w1 {"metadata":{"annotations":{"nodeprep.dev/set":"label:a taint:t:NoSchedule"}}}',
    ])
    expect(nodesOf(host)).toEqual([
      {
        metadata: { name: 'w1', labels, annotations: { [SET]: 'label:a taint:t:NoSchedule' } },
        spec: { taints: [taint('t', 'v')] },
      },
    ])
  })
})
