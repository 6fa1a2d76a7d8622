import { describe, expect, it } from 'vitest'
import { kubectlWith, networkMissing, node } from './nodes.ts'
import { Host, shells } from './scripts.ts'

const env = { MEMBERS: 'cp1 w1', NODES: 'cp1 w1 w2 ', CNI: 'flannel' }
const up = (name: string) => node(name, 'True')
const warning = /\x1en warn 0 (.*)\n/

describe.each(shells)('every node is Ready, in %s', (shell) => {
  const check = (nodes: readonly string[], more: Partial<typeof env> = {}) =>
    new Host(shell, { kubectl: kubectlWith(...nodes) }).run('nodes-ready', 'check', { ...env, ...more })

  it.each([
    ['all of them', [up('cp1'), up('w1'), up('w2')], true],
    ['one that nobody waits for is not in the cluster', [up('cp1'), up('w1')], true],
    ['one that is none of ours is not Ready', [up('cp1'), node('other', 'False'), up('w1')], true],
    ['one is not Ready', [up('cp1'), node('w1', 'False')], false],
    ['one of the others is not Ready', [up('cp1'), up('w1'), node('w2', 'Unknown')], false],
    ['one that joins is not there', [up('cp1'), up('w10')], false],
    ['one says a line of another', [up('cp1'), node('w2', 'False', 'x"\nw1 "a" "b" "True" "c" "d')], false],
    ['one has said nothing of itself yet', [up('cp1'), 'w1 "" ""'], false],
  ])('%s', (_, nodes, ok) => {
    expect(check(nodes).ok).toBe(ok)
  })

  it('case 7: a host that has joined and is none of the nodes fails the run, by its name', () => {
    expect(check([up('cp1')]).ok).toBe(false)
    const host = new Host(shell, { kubectl: `[ "$2" = pods ] && exit; ${kubectlWith(up('cp1'))}` })
    expect(host.run('nodes-ready', 'why', env).output).toContain('w1 is not in the cluster, although it has joined one')
  })

  it('names nodes that are not in cluster.yaml, and is not failed by them', () => {
    const { ok, output } = check([up('cp1'), up('stray-1'), up('w1'), node('x.y', 'False')])
    expect(ok).toBe(true)
    expect(warning.exec(output)?.[1]).toBe(
      'nodes in the cluster that are not in cluster.yaml: stray-1, x.y. Add each to spec.hosts. To take it out of the cluster, run nodeprep remove cluster.yaml --limit NAME with it in the file, or --dead NAME if it is down for good',
    )
    expect(check([up('cp1'), up('w1')]).output).toBe('')
  })

  it('reads lists of names as before when it has looked for others, also where IFS was unset', () => {
    const host = new Host(shell, { kubectl: kubectlWith(up('cp1'), up('w1')) })
    expect(host.run('nodes-ready', 'check', env, 'unset IFS').ok).toBe(true)
    expect(host.run('nodes-ready', 'check', { ...env, MEMBERS: 'cp1 w1 w3' }, 'unset IFS').ok).toBe(false)
  })

  it('names ten of them, and none that is called as no node can be', () => {
    const strays = Array.from({ length: 30 }, (_, i) => up(`s${i}`))
    const [, said = ''] = warning.exec(check([up('cp1'), up('w1'), up('\x1en\x1b[31m'), ...strays]).output) ?? []
    expect(said).toMatch(/cluster.yaml: \(a name that cannot be shown\), s0, .*, s8 and 21 more\. Add each/)
  })

  it.each(networkMissing)('case 11: without a network, nodes that lack nothing else are good enough: %s', (message) => {
    const nodes = [node('cp1', 'False', message), node('w1', 'False', message)]
    expect(check(nodes).ok).toBe(false)
    const { ok, output } = check(nodes, { CNI: 'none' })
    expect([ok, warning.exec(output)?.[1]]).toEqual([
      true,
      'the cluster has no network (cni: none): its nodes become Ready once one is installed',
    ])
  })

  it.each([
    ['another has one', node('cp1', 'True')],
    ['another is down', node('cp1', 'Unknown', 'Kubelet stopped posting node status.')],
    ['another lacks more than that', node('cp1', 'False', `[${networkMissing[0]}, PLEG is not healthy]`)],
    ['another lacks something else', node('cp1', 'False', 'PLEG is not healthy')],
  ])('case 11: they are not when %s', (_, cp1) => {
    expect(check([cp1, node('w1', 'False', networkMissing[0])], { CNI: 'none' }).ok).toBe(false)
  })

  it('case 11: with a network there is nothing to say', () => {
    expect(check([up('cp1'), up('w1')], { CNI: 'none' })).toEqual({ ok: true, output: '' })
  })

  it('is not known while the API server does not answer', () => {
    expect(new Host(shell, { kubectl: 'exit 1' }).run('nodes-ready', 'check', env).ok).toBe(false)
  })

  it('or it is told why not', () => {
    const kubectl = `[ "$2" != pods ] || { printf 'w1 kube-system/a ImagePullBackOff Back-off \\036pulling image\\nw1 kube-system/b\\n'; exit; }
${kubectlWith(up('cp1'), node('w1', 'False', 'cni config uninitialized'))}`
    const { output } = new Host(shell, { kubectl }).run('nodes-ready', 'why', { ...env, MEMBERS: 'cp1 w1 w2' })
    expect(output.trim().split('\n')).toEqual([
      expect.stringMatching(/^w2 is not in the cluster/),
      'w1 is not Ready: "KubeletNotReady" "cni config uninitialized"',
      'w1 kube-system/a ImagePullBackOff Back-off pulling image',
    ])
  })
})
