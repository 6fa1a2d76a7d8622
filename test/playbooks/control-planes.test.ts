import { describe, expect, it } from 'vitest'
import { MigrationHost } from './migration-host.ts'
import { shells, type Shell } from './scripts.ts'

const kubectl = `[ ! -e "$ROOT/api-down" ] || exit 1
note() { cat "$ROOT/$1" 2>/dev/null || :; }
case $* in
*'get --raw /healthz') echo ok ;;
*'get node cp2 '*) printf '%s;;True;' "$(note annotation)" ;;
*'get nodes -l '*) note nodes ;;
*' -l tier=control-plane '*) note pods ;;
*' -l component=kube-apiserver '*) note servers ;;
*' --server https://10.0.0.12:6443 get --raw /healthz/etcd') [ ! -e "$ROOT/etcd-ill" ] ;;
*' --server https://10.0.0.1'[13]':6443 get --raw /healthz/etcd') echo ok ;;
*) exit 99 ;;
esac`

const env = { NODE: 'cp2', TURN: 'reboot 7', FIELD: '', PATTERN: '' }

function three(shell: Shell): MigrationHost {
  const host = new MigrationHost(shell, '1.20.2', { kubectl })
  host.write('nodes', 'cp1=True\ncp2=True\ncp3=True\n')
  host.write('pods', 'etcd-cp1=True\nkube-apiserver-cp1=True\n')
  host.write('servers', '10.0.0.11:6443 10.0.0.12:6443 10.0.0.13:6443')
  return host
}
const holds = (host: MigrationHost) => host.step('node-healthy', 'check', env).ok

describe.each(shells)('control planes before one of them has its turn, in %s', (shell) => {
  it('are healthy when nodes, pods and every member of etcd are', () => {
    expect(three(shell).run('np_healthy')).toEqual({ ok: true, output: '' })
    expect(holds(three(shell))).toBe(true)
  })

  it.each([
    ['nodes', 'cp1=True\ncp3=Unknown\n', /cp3=Unknown\nthese nodes or pods are not Ready\n$/],
    ['pods', 'etcd-cp3=False\n', /etcd-cp3=False\nthese nodes or pods are not Ready\n$/],
    ['etcd-ill', '', /10\.0\.0\.12:6443 does not get an answer from its member of etcd\n$/],
    ['api-down', '', /the API server does not answer\n$/],
  ])('are not, for the reason that is said: %s', (file, text, said) => {
    const host = three(shell)
    host.write(file, text)
    expect(holds(host)).toBe(false)
    expect(host.step('node-healthy', 'why', env).output).toMatch(said)
  })

  it('need not be healthy for one that has had its turn', () => {
    const host = three(shell)
    host.write('nodes', 'cp3=False\n')
    host.write('annotation', 'reboot 7|schedulable|done')
    expect(holds(host)).toBe(true)
  })
})
