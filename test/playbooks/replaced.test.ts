import { describe, expect, it } from 'vitest'
import { idOf, member as cp, socat, type Member } from './etcd-double.ts'
import { Host, shells, type Shell } from './scripts.ts'

const env = { NAMES: 'cp2' }

describe.each(shells)('case 13: a control plane that was reinstalled, in %s', (shell: Shell) => {
  const hostWith = (members: readonly Member[], api = '/v3') => {
    const host = new Host(shell, {
      socat: socat(members, api),
      kubectl: `echo "kubectl $*" >>"$ROOT/calls"`,
      // Time passes at once.
      sleep: '',
    })
    const manifest = '    - --listen-client-urls=https://[fd00::0]:2379,https://10.0.0.11:2379\n'
    host.write('etc/kubernetes/manifests/etcd.yaml', manifest)
    return host
  }
  const patient = 'np_wait() { shift 2; "$@"; }\n'
  const apply = (host: Host) => host.run('replaced-control-planes', 'apply', env, patient)

  it.each(['/v3', '/v3beta'])('has its former node and member of etcd removed, by %s', (api) => {
    const host = hostWith([cp('cp1'), cp('cp2', false), cp('cp3')], api)
    expect(host.run('replaced-control-planes', 'check', env).ok).toBe(false)
    const { ok, output } = apply(host)
    expect(ok, output).toBe(true)
    expect(output).toContain(
      'cp2 was replaced: removing its former node and its former member of etcd (2 of 3 members answer)',
    )
    expect(host.read('calls').split('\n')).toEqual([
      'kubectl delete node cp2 --ignore-not-found --wait=false',
      'kubectl -n kube-system delete pods --field-selector spec.nodeName=cp2 --force --grace-period=0 --wait=false',
      `remove ${idOf(1)}`,
      '',
    ])
    expect(host.run('replaced-control-planes', 'check', env).ok).toBe(true)
  })

  it('has a member that never started removed, and no node', () => {
    const host = hostWith([cp('cp1'), cp('cp3'), { name: '', up: false, unstarted: true }])
    expect(apply(host).ok).toBe(true)
    expect(host.read('calls')).toBe(`remove ${idOf(2)}\n`)
  })

  it.each([
    ['all members answer', [cp('cp1'), cp('cp2'), cp('cp3')]],
    ['there is none of that name', [cp('cp1'), cp('cp3')]],
  ])('leaves nothing to do where %s', (_, members) => {
    expect(hostWith(members).run('replaced-control-planes', 'check', env).ok).toBe(true)
  })

  it('is no matter of this host where etcd is elsewhere', () => {
    expect(new Host(shell, {}).run('replaced-control-planes', 'check', env).ok).toBe(true)
  })

  it.each([
    ['of two', [cp('cp1', false), cp('cp2', false)], 'etcd has lost its majority: 0 of 2 members answer'],
    [
      'of four',
      [cp('cp1'), cp('cp2', false), cp('cp3'), cp('cp4', false)],
      'etcd has lost its majority: 2 of 4 members',
    ],
    [
      'beside one that is down',
      [cp('cp1'), cp('cp2', false), cp('cp3', false), cp('cp4'), cp('cp5')],
      'do not answer: cp3.',
    ],
  ])('is refused with the way where etcd cannot lose a member: %s', (_, members, message) => {
    const host = hostWith(members)
    const { ok, output } = apply(host)
    expect([ok, host.has('calls')]).toEqual([false, false])
    expect(output).toContain(message)
  })
})
