import { describe, expect, it } from 'vitest'
import { MigrationHost } from './migration-host.ts'
import { shells, type Shell } from './scripts.ts'

/** An API server with one node, whose state is files; what it is asked to change is noted in the order of the calls. */
const kubectl = (
  help: string,
) => `case $* in *' get '* | *--help*) ;; *) echo "$*" | sed 's/--kubeconfig [^ ]* //; s/--request-timeout [^ ]* //' >>"$ROOT/calls" ;; esac
[ ! -e "$ROOT/api-down" ] || exit 1
note() { cat "$ROOT/$1" 2>/dev/null || :; }
case $* in
*--help*) echo '${help}' ;;
*'get --raw /healthz') echo ok ;;
*'get node w1 '*) printf '%s|%s|%s|%s|%s\\n' "$(note annotation)" "$(note unschedulable)" "$(note runtime)" "$(note ready)" "$(note cri)" ;;
*'get nodes -l '*) note nodes ;;
*' -l tier=control-plane '*) note pods ;;
*' -l component=kube-apiserver '*) note servers ;;
*' cordon w1') echo true >"$ROOT/unschedulable" ;;
*' uncordon w1') rm "$ROOT/unschedulable" ;;
*' nodeprep.dev/runtime-migration-') rm "$ROOT/annotation" ;;
*nodeprep.dev/runtime-migration=*) for word; do :; done; echo "\${word#*=}" >"$ROOT/annotation" ;;
*kubeadm.alpha*) for word; do :; done; echo "\${word#*=}" >"$ROOT/cri" ;;
*' drain w1 '*) [ ! -e "$ROOT/stuck" ] || { echo 'Cannot evict pod as it would violate the budget' >&2; exit 1; } ;;
*' --server https://10.0.0.12:6443 get --raw /healthz/etcd') [ ! -e "$ROOT/etcd-ill" ] ;;
*' --server https://10.0.0.1'[13]':6443 get --raw /healthz/etcd') echo ok ;;
*) exit 99 ;;
esac`

const drain = { NODE: 'w1', SELF: 'cp1', SCHEME: 'cri-o', TIMEOUT: '90', EMPTYDIR: 'false', FORCE: 'false' }
const back = { NODE: 'w1', ROLE: 'worker', SCHEME: 'cri-o', SOCKET: '/var/run/crio/crio.sock' }

function cluster(shell: Shell, help = '--delete-emptydir-data'): MigrationHost {
  const down = 'case $1 in show) echo ActiveState=inactive ;; *) exit 3 ;; esac'
  const host = new MigrationHost(shell, '1.20.2', { kubectl: kubectl(help), systemctl: down, sleep: '' })
  host.write('runtime', 'containerd://1.6.20')
  host.write('ready', 'True')
  host.write('cri', '/run/containerd/containerd.sock')
  return host
}
const calls = (host: MigrationHost) => (host.has('calls') ? host.read('calls').trim().split('\n') : [])
const arrived = (host: MigrationHost) => host.write('runtime', 'cri-o://1.20.9')

describe.each(shells)('a node is drained, in %s', (shell) => {
  it('after what it was is noted in the cluster', () => {
    const host = cluster(shell)
    expect(host.step('migrate-drain', 'check', drain).ok).toBe(false)
    expect(host.step('migrate-drain', 'apply', drain)).toMatchObject({ ok: true })
    expect(calls(host)).toEqual([
      'annotate --overwrite node w1 nodeprep.dev/runtime-migration=schedulable.draining',
      'cordon w1',
      'drain w1 --ignore-daemonsets --timeout=90s',
      'annotate --overwrite node w1 nodeprep.dev/runtime-migration=schedulable.drained',
    ])
    expect(host.step('migrate-drain', 'check', drain).ok).toBe(true)
    host.run('rm "$ROOT/unschedulable"'.replace('$ROOT', host.root))
    expect(host.step('migrate-drain', 'check', drain).ok).toBe(false)
  })

  it.each(['--delete-emptydir-data', '--delete-local-data'])('with %s, as its kubectl calls it', (name) => {
    const host = cluster(shell, name)
    expect(host.step('migrate-drain', 'apply', { ...drain, EMPTYDIR: 'true', FORCE: 'true' })).toMatchObject({
      ok: true,
    })
    expect(calls(host)).toContain(`drain w1 --ignore-daemonsets --timeout=90s ${name} --force`)
  })

  it('not at all when something is in the way: it is uncordoned, and kubectl says why', () => {
    const host = cluster(shell)
    host.write('stuck', '')
    const { ok, output } = host.step('migrate-drain', 'apply', drain)
    expect([ok, host.has('unschedulable'), host.has('annotation')]).toEqual([false, false, false])
    expect(output).toContain('violate the budget')
    expect(output).toMatch(/w1 could not be drained.*--drain-timeout/)
  })

  it('and stays cordoned if it was, also when draining fails or was cut off', () => {
    const host = cluster(shell)
    host.write('unschedulable', 'true')
    host.write('stuck', '')
    expect(host.step('migrate-drain', 'apply', drain).ok).toBe(false)
    expect(host.has('unschedulable')).toBe(true)
    host.run(`rm ${host.root}/stuck`)
    host.write('annotation', 'schedulable.draining')
    expect(host.step('migrate-drain', 'apply', drain).ok).toBe(true)
    expect(host.read('annotation')).toBe('schedulable.drained\n')
  })

  it('not again when it runs by the new runtime, or is this very host with its pods gone', () => {
    const host = cluster(shell)
    arrived(host)
    expect(host.step('migrate-drain', 'check', drain).ok).toBe(true)
    host.write('api-down', '')
    expect(host.step('migrate-drain', 'check', { ...drain, SELF: 'w1' }).ok).toBe(false)
    host.write('state/migration/from', 'docker\n')
    expect(host.step('migrate-drain', 'check', { ...drain, SELF: 'w1' }).ok).toBe(true)
    expect(host.step('migrate-drain', 'check', drain).ok).toBe(false)
  })
})

describe.each(shells)('a node that has changed, in %s', (shell) => {
  it('takes pods again, and kubeadm is told of its socket', () => {
    const host = cluster(shell)
    host.write('unschedulable', 'true')
    host.write('annotation', 'schedulable.drained')
    expect(host.step('migrate-back', 'check', back).ok).toBe(false)
    arrived(host)
    expect(host.step('migrate-back', 'check', back).ok).toBe(false)
    expect(host.step('migrate-back', 'apply', back)).toMatchObject({ ok: true })
    expect(calls(host)).toEqual([
      'annotate --overwrite node w1 kubeadm.alpha.kubernetes.io/cri-socket=/var/run/crio/crio.sock',
      'uncordon w1',
      'annotate node w1 nodeprep.dev/runtime-migration-',
    ])
    expect(host.step('migrate-back', 'check', back).ok).toBe(true)
  })

  it('stays cordoned if somebody wanted that, and without an annotation of kubeadm if it had none', () => {
    const host = cluster(shell)
    arrived(host)
    host.write('cri', '')
    host.write('unschedulable', 'true')
    host.write('annotation', 'cordoned.drained')
    expect(host.step('migrate-back', 'apply', back)).toMatchObject({ ok: true })
    expect(calls(host)).toEqual(['annotate node w1 nodeprep.dev/runtime-migration-'])
  })
})

describe.each(shells)('control planes, in %s', (shell) => {
  const healthy = { NODE: 'cp2', SCHEME: 'cri-o' }
  const three = (shell: Shell): MigrationHost => {
    const host = cluster(shell)
    host.write('nodes', 'cp1=True\ncp2=True\ncp3=True\n')
    host.write('pods', 'etcd-cp1=True\nkube-apiserver-cp1=True\n')
    host.write('servers', '10.0.0.11:6443 10.0.0.12:6443 10.0.0.13:6443')
    return host
  }
  const look = (host: MigrationHost) => host.step('migrate-healthy', 'why', healthy).output

  it('are healthy when nodes, pods and every member of etcd are', () => {
    expect(three(shell).run('np_healthy')).toMatchObject({ ok: true })
    expect(three(shell).step('migrate-healthy', 'check', healthy).ok).toBe(true)
  })

  it.each([
    ['nodes', 'cp1=True\ncp3=Unknown\n', /cp3=Unknown\nthese nodes or pods are not Ready\n$/],
    ['pods', 'etcd-cp3=False\n', /etcd-cp3=False\nthese nodes or pods are not Ready\n$/],
    ['etcd-ill', '', /10\.0\.0\.12:6443 does not get an answer from its member of etcd\n$/],
    ['api-down', '', /the API server does not answer\n$/],
  ])('are not, for the reason that is said: %s', (file, text, said) => {
    const host = three(shell)
    host.write(file, text)
    expect(host.step('migrate-healthy', 'check', healthy).ok).toBe(false)
    expect(look(host)).toMatch(said)
  })
})
