import { describe, expect, it } from 'vitest'
import { idOf, member, socat, type Member } from './etcd-double.ts'
import { Host, shells } from './scripts.ts'

describe.each(shells)('a node is removed, in %s', (shell) => {
  const hostWith = (members: readonly Member[], kubectl = '') => {
    const host = new Host(shell, {
      socat: socat(members, '/v3'),
      kubectl: `echo "$*" >>"$ROOT/calls"\n${kubectl}`,
      sleep: '',
    })
    host.write('etc/kubernetes/manifests/etcd.yaml', '    - --listen-client-urls=https://[fd00::0]:2379\n')
    return host
  }
  const five = (...up: boolean[]) => up.map((one, i) => member(`cp${i + 1}`, one))

  it.each([
    [true, 'cp3', 'cp3', five(true, true, true)],
    [true, 'w1', 'w1', five(true, false, false)],
    [true, 'cp2', 'cp2 cp3', five(true, true, true)],
    [true, 'cp2', 'cp2', five(true, false, true)],
    [true, 'cp2', 'cp2', five(true, true)],
    // The other one is down.
    [false, 'cp3', 'cp3', five(true, false, true)],
    [false, 'cp2', 'cp2', five(true, false)],
    // The first would be spared, the second not.
    [false, 'cp2', 'cp2 cp3', five(true, true, true, false)],
    [true, 'cp4', 'cp4 cp3', five(true, true, true, false)],
    [true, 'cp5', 'cp5 cp4 cp2', five(true, true, true, false, false)],
  ])('spared: %s where %s goes with %s', (spared, NODE, NODES, members) => {
    expect(hostWith(members).run('remove-spared', 'check', { NODE, NODES }).ok).toBe(spared)
  })

  it('says how many members of etcd there would be', () => {
    const { output } = hostWith(five(true, false, true)).run('remove-spared', 'why', { NODE: 'cp3', NODES: 'cp3' })
    expect(output).toContain('2 of 3 members of etcd answer. Without cp3 it would be 1 of 2')
  })

  it('loses its member of etcd, once', () => {
    const host = hostWith(five(true, true, true))
    const env = { NODE: 'cp3' }
    expect(host.run('remove-member', 'check', env).ok).toBe(false)
    expect(host.run('remove-member', 'apply', env).ok).toBe(true)
    expect(host.read('calls')).toBe(`remove ${idOf(2)}\n`)
    expect(host.run('remove-member', 'check', env).ok).toBe(true)
  })

  it.each([
    ['10.0.0.11', 'https://10.0.0.11:6443', false],
    ['10.0.0.1', 'https://10.0.0.11:6443', true],
    ['fd00::1', 'https://[fd00::1]:6443', false],
    ['10.0.0.11', 'https://api.example.com:6443', true],
  ])('with address %s is spared by endpoint %s: %s', (ADDRESS, server, spared) => {
    const host = hostWith(
      [],
      `case "$*" in *cluster-info*) printf 'clusters:\\n- cluster:\\n    server: ${server}\\n' ;; *) echo node/cp1 ;; esac`,
    )
    expect(host.run('remove-endpoint', 'check', { NODE: 'cp1', ADDRESS }).ok).toBe(spared)
  })

  it('is deleted; pods of a dead one are deleted by force, and it is on record', () => {
    const host = hostWith(
      [],
      `case "$*" in 'get node'*) [ -e "$ROOT/deleted" ] || echo node/w1 ;; 'delete node'*) : >"$ROOT/deleted" ;; *'get pods'*) printf 'default/web ' ;; esac`,
    )
    const env = { NODE: 'w1', DEAD: 'true' }
    expect(host.run('remove-node', 'check', env).ok).toBe(false)
    const { ok, output } = host.run('remove-node', 'apply', env)
    expect(ok, output).toBe(true)
    expect(host.read('calls')).toContain('-n default delete pod web --force --grace-period=0 --wait=false')
    expect(host.has('state/removed/w1')).toBe(true)
    expect(host.run('remove-node', 'check', env).ok).toBe(true)
  })
})
