import { describe, expect, it } from 'vitest'
import { kubeletUnit } from './kubelet-double.ts'
import { Host, shells, type Shell } from './scripts.ts'

/** API servers answer at the names in `served`; kubelet is heard of while its kubeconfig leads to one of them. */
const kubectl = `case "$*" in
'--server https://'*' get --raw /healthz')
  server=\${2#https://}
  if grep -qxF "$server" "$ROOT/served"; then printf ok; else echo "Unable to connect to the server: dial tcp: lookup $server" >&2; exit 1; fi ;;
*'get lease n1 '*) [ ! -e "$ROOT/running" ] || { echo x >>"$ROOT/heard"; wc -l <"$ROOT/heard"; } ;;
*'get node n1 '*) echo True ;;
'-n kube-public get configmap cluster-info --ignore-not-found -o jsonpath={.data.kubeconfig}') cat "$ROOT/cluster-info" ;;
'-n kube-system get configmap kube-proxy --ignore-not-found -o jsonpath={.data.kubeconfig\\.conf}') cat "$ROOT/kube-proxy" ;;
'-n '*' create configmap '*' --dry-run=client -o yaml') from=\${6#--from-file=*=}; cp "$from" "$ROOT/$5" ;;
'apply --server-side --force-conflicts --field-manager nodeprep -f -') cat >/dev/null ;;
'-n kube-system get daemonset kube-proxy --ignore-not-found -o jsonpath='*) [ ! -s "$ROOT/kube-proxy" ] || echo "kube-proxy $(cat "$ROOT/annotation")" ;;
'-n kube-system patch daemonset kube-proxy --type merge -p '*) echo "$*" >>"$ROOT/calls"; server=\${9##*nodeprep.dev/server\\":\\"}; echo "\${server%%\\"*}" >"$ROOT/annotation" ;;
'-n kube-system rollout status daemonset/kube-proxy --timeout '*) ;;
'get --raw /healthz') printf ok ;;
*) echo "unexpected: kubectl $*" >&2; exit 99 ;;
esac`
const systemctl = kubeletUnit(
  `sed -n 's|.*server: https://||p' "$ROOT/etc/kubernetes/kubelet.conf" | grep -qxF -f "$ROOT/heeded"`,
)
const journalctl = `echo 'E1130 12:00:00 kubelet.go:1] no such host api.example'`
const more = 'NP_MODE=apply NP_BORN=; np_nap() { :; }'
const OWN = '10.0.0.11:6443'
const NEW = 'api.example:6443'
const conf = (server: string, user = 'admin') =>
  `apiVersion: v1\nclusters:\n- cluster:\n    certificate-authority-data: QQ==\n    server: https://${server}\n  name: demo\nusers:\n- name: ${user}\n`

function node(shell: Shell, files: Readonly<Record<string, string>>, heeded = `${OWN}\n${NEW}\n`): Host {
  const host = new Host(shell, { kubectl, systemctl, journalctl, sync: ':' })
  const all = { served: `${OWN}\n${NEW}\n`, heeded, running: '', annotation: '', ...files }
  for (const [path, text] of Object.entries(all)) host.write(path, text)
  return host
}
const env = (own = '') => ({ NODE: 'n1', CNI: 'flannel', SERVER: NEW, OWN: own })
const step = (host: Host, part: 'check' | 'apply', own = '', further = more) =>
  host.run('roll-endpoint', part, env(own), further)
const serverOf = (host: Host, path: string) => /server: https:\/\/(.*)/.exec(host.read(path))?.[1]

describe.each(shells)('where a node reaches the API servers, in %s', (shell) => {
  const kubelet = 'etc/kubernetes/kubelet.conf'
  const admin = 'etc/kubernetes/admin.conf'
  const user = 'root/.kube/config'

  it('is another name for a worker, once', () => {
    const host = node(shell, { [kubelet]: conf(OWN, 'default-auth') })
    expect(step(host, 'check').ok).toBe(false)
    expect(step(host, 'apply')).toMatchObject({ ok: true })
    expect([host.read(kubelet), host.read('calls')]).toEqual([conf(NEW, 'default-auth'), 'restart\n'])
    expect(step(host, 'check').ok).toBe(true)
  })

  it('stays its own API server for the kubelet of a control plane; the administrators go to the new name', () => {
    const files = { [kubelet]: conf(OWN), [admin]: conf(OWN), [user]: `${conf(OWN)}# mine\n` }
    const host = node(shell, { ...files, 'etc/kubernetes/super-admin.conf': conf(OWN) })
    expect(step(host, 'apply', OWN)).toMatchObject({ ok: true })
    expect([kubelet, admin, 'etc/kubernetes/super-admin.conf', user].map((path) => serverOf(host, path))).toEqual([
      ...[OWN, NEW, NEW, NEW],
    ])
    expect([host.read(user).endsWith('# mine\n'), host.has('calls')]).toEqual([true, false])
    expect(step(host, 'check', OWN).ok).toBe(true)
  })

  it.each([
    ['of another cluster', conf(OWN).replace('QQ==', 'Qg==')],
    ['that leads elsewhere', conf('elsewhere:6443')],
  ])("leaves a kubeconfig of root's alone %s", (_, text) => {
    const host = node(shell, { [kubelet]: conf(OWN), [admin]: conf(OWN), [user]: text })
    expect(step(host, 'apply', OWN)).toMatchObject({ ok: true })
    expect(host.read(user)).toBe(text)
  })

  it('stays as it was where no API server of the cluster answers by the new name', () => {
    const host = node(shell, { [kubelet]: conf(OWN), [admin]: conf(OWN), served: `${OWN}\n` })
    const { ok, output } = step(host, 'apply', '', `${more}; np_wait() { shift 2; "$@"; }`)
    expect([ok, host.read(kubelet), host.read(admin), host.has('calls')]).toEqual([false, conf(OWN), conf(OWN), false])
    expect(output).toContain('api.example:6443 does not lead from n1 to an API server of this cluster')
    expect(output).toContain('lookup api.example:6443')
  })

  it('is the former one again where kubelet does not get ready by the new one, with its words', () => {
    const host = node(shell, { [kubelet]: conf(OWN) }, `${OWN}\n`)
    const { ok, output } = step(host, 'apply')
    expect([ok, host.read(kubelet), host.has('running')]).toEqual([false, conf(OWN), true])
    expect(output).toContain('no such host api.example')
  })

  it('is proved in the next run where one was cut off before kubelet had started again', () => {
    const host = node(shell, { [kubelet]: conf(NEW), 'state/roll/kubelet-conf.old': conf(OWN) })
    expect(step(host, 'check').ok).toBe(false)
    expect(step(host, 'apply')).toMatchObject({ ok: true })
    expect([host.read('calls'), host.has('state/roll/kubelet-conf.old')]).toEqual(['restart\n', false])
  })

  it('is what the cluster itself tells kube-proxy and those who join', () => {
    const host = node(shell, { 'cluster-info': conf(OWN, ''), 'kube-proxy': conf(OWN, 'default') })
    const copies = (part: 'check' | 'apply') => host.run('roll-endpoint-copies', part, { SERVER: NEW }, more)
    expect(copies('check').ok).toBe(false)
    expect(copies('apply')).toMatchObject({ ok: true })
    expect([host.read('cluster-info'), host.read('kube-proxy')]).toEqual([conf(NEW, ''), conf(NEW, 'default')])
    expect(host.read('calls')).toContain('nodeprep.dev/server":"api.example:6443"')
    expect(copies('check').ok).toBe(true)
  })

  it('needs no kube-proxy', () => {
    const host = node(shell, { 'cluster-info': conf(OWN, ''), 'kube-proxy': '' })
    const copies = (part: 'check' | 'apply') => host.run('roll-endpoint-copies', part, { SERVER: NEW }, more)
    expect(copies('apply')).toMatchObject({ ok: true })
    expect([copies('check').ok, host.has('calls')]).toEqual([true, false])
  })
})
