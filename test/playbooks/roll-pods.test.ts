import { describe, expect, it } from 'vitest'
import { Host, shells, type Shell } from './scripts.ts'

const manifest = 'etc/kubernetes/manifests/kube-scheduler.yaml'
const kept = 'state/roll/kube-scheduler.old'

/**
 * A control plane with a scheduler: its ConfigMap is one line, the patched form of which is that line and the patch, and kubeadm
 * renders all of it. kubelet has the pod run as the manifest says, except with `bad`, which makes two containers end.
 */
const kubectl = `read="$ROOT/${manifest}"
[ ! -s "$ROOT/lag" ] || read="$ROOT/read"
pod() {
  digest=$(cksum <"$read"); digest=\${digest%% *}
  if grep -q bad "$read"; then echo "$digest False"; else echo "$digest True"; fi
}
case "$*" in
'get --raw /healthz') [ ! -e "$ROOT/api-down" ] || ! grep -q bad "$ROOT/${manifest}" ;;
*'patch --help') echo --patch-file ;;
*'patch --local '*)
  shift 2
  for word; do case $last in -f) file=$word ;; --patch-file) patch=$word ;; esac; last=$word; done
  cat "$file" "$patch" ;;
*'get configmap kubeadm-config '*) echo 'apiVersion: v1' ;;
*'get pod kube-scheduler-n1 '*command*) [ ! -e "$ROOT/lag" ] || sed -i 1d "$ROOT/lag"; sed -n 's/^  - //p' "$read" ;;
*'get pod kube-scheduler-n1 '*) pod ;;
*) exit 99 ;;
esac`
/** unshare -m sh -c SCRIPT sh FOLDER MANIFESTS control-plane scheduler --config FILE */
const unshare = `[ ! -e "$ROOT/kubeadm-fails" ] || { echo 'kubeadm: no' >&2; exit 1; }
shift 6
while [ $# -gt 1 ]; do [ "$1" != --config ] || config=$2; shift; done
{ echo 'image: r/scheduler:1'; grep setting "$config" || :; } >"$ROOT/run/values/.manifests/kube-scheduler.yaml"`
const crictl = `case "$*" in
'inspecti -q r/scheduler:1') ;;
'ps -a -q') echo old; ! grep -q bad "$ROOT/${manifest}" || echo new ;;
'inspect new') printf '{\\n  "metadata": {\\n    "attempt": 1,\\n    "name": "kube-scheduler"\\n  },\\n  "state": "CONTAINER_EXITED",\\n  "exitCode": 1\\n}\\n' ;;
'logs new') printf '%s\\n' 'Error: unknown flag: --bad' 'Usage:' '  x [flags]' '' 'Misc flags:' '' '  --version' 'x' ;;
*) exit 99 ;;
esac`
const more = 'NP_MODE=apply NP_BORN=; np_nap() { :; }'
const env = (MERGE: string) => ({
  ...{ API: 'v1', MERGE, LISTS: '', ADDRESS: '10.0.0.1', PORT: '6443', PATCHES: '', CRI_SOCKET: '/x', NODE: 'n1' },
  ...{ UNIT: 'crio', POD: 'kube-scheduler', CHANGES: '' },
})

function plane(shell: Shell): Host {
  const host = new Host(shell, { kubectl, unshare, crictl, sync: ':', timeout: 'shift; "$@"' })
  host.write(manifest, 'image: r/scheduler:1\n')
  return host
}
const run = (host: Host, part: 'check' | 'apply', merge: string) => host.run('roll-pod', part, env(merge), more)

describe.each(shells)('a static pod that runs, in %s', (shell) => {
  it('is made again by kubeadm, once', () => {
    const host = plane(shell)
    expect(run(host, 'check', 'setting: 1').ok).toBe(false)
    expect(run(host, 'apply', 'setting: 1')).toEqual({ ok: true, output: '' })
    expect(host.read(manifest)).toBe('image: r/scheduler:1\nsetting: 1\n')
    expect(run(host, 'check', 'setting: 1').ok).toBe(true)
    expect([host.has(kept), host.has('state/roll/kube-scheduler.hash')]).toEqual([false, false])
  })

  it('is made again when somebody has edited its manifest, and kubelet has not read that yet', () => {
    const host = plane(shell)
    host.write('read', host.read(manifest))
    host.write('lag', '1\n2\n3\n')
    host.write(manifest, 'image: r/scheduler:1\n  - --edited=1\n')
    expect(run(host, 'apply', '')).toMatchObject({ ok: true })
    expect([host.read(manifest), host.read('lag'), host.has(kept)]).toEqual(['image: r/scheduler:1\n', '', false])
  })

  it('is put back when it does not start, with its own last words', () => {
    const host = plane(shell)
    const { ok, output } = run(host, 'apply', 'setting: bad')
    expect(ok).toBe(false)
    expect(output).toContain('container kube-scheduler exited with code 1; its log ends:\n  Error: unknown flag: --bad')
    expect(output).toContain('was put back as it was. No other node was changed')
    expect([host.read(manifest), host.has(kept)]).toEqual(['image: r/scheduler:1\n', false])
  })

  it('is not touched when kubeadm cannot make it', () => {
    const host = plane(shell)
    host.write('kubeadm-fails', '')
    const { ok, output } = run(host, 'apply', 'setting: 1')
    expect([ok, host.read(manifest), host.has(kept)]).toEqual([false, 'image: r/scheduler:1\n', false])
    expect(output).toContain('Nothing was changed')
  })

  it('gets its former manifest when a change that was cut off keeps the API server from answering', () => {
    const host = plane(shell)
    const [digest = ''] = host
      .run('roll-pod', 'check', env(''), `cksum <${host.root}/${manifest}; exit`)
      .output.split(' ')
    host.write(kept, 'image: r/scheduler:1\n')
    host.write('state/roll/kube-scheduler.hash', `${digest}\n`)
    host.write(manifest, 'image: r/scheduler:1\nsetting: bad\n')
    host.write('api-down', '')
    const quick = `${more}; np_wait() { shift 2; "$@"; }`
    expect(host.run('roll-pod', 'apply', env('setting: 2'), quick).ok).toBe(true)
    expect([host.read(manifest), host.has(kept)]).toEqual(['image: r/scheduler:1\nsetting: 2\n', false])
  })
})

describe.each(shells)('lists of a ClusterConfiguration, in %s', (shell) => {
  it('lose items by their names and get others, and keep what somebody else has put there', () => {
    const items = `case "$*" in
*'{{with .apiServer}}{{with .extraArgs}}{{range .}}{{printf "%q %q\\n" .name .value}}{{end}}{{end}}{{end}}') printf '%s\n' '"a" "1"' '"b" "x\\"y"' '"c" "3"' ;;
*'{{with .apiServer}}{{with .certSANs}}{{range .}}{{printf "%q\\n" .}}{{end}}{{end}}{{end}}') echo '"gone"' ;;
*) exit 99 ;;
esac`
    const lists = ['apiServer.extraArgs\t"a","new"\t{"name":"new","value":"2"}', 'apiServer.certSANs\t"gone"\t']
    const host = new Host(shell, { kubectl: items })
    const call = `np_list_patch file '${lists.join('\n')}'; exit`
    expect(
      host.run('roll-pod', 'check', {}, `PATH=${host.root}/bin:$PATH ROOT=${host.root}; export PATH ROOT; ${call}`),
    ).toEqual({
      ok: true,
      output:
        '{"apiServer":{"extraArgs":[{"name":"b","value":"x\\"y"},{"name":"c","value":"3"},{"name":"new","value":"2"}]}}\n{"apiServer":{"certSANs":[]}}\n',
    })
  })
})
