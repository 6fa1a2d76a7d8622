import { describe, expect, it } from 'vitest'
import { Host, shells } from './scripts.ts'

const own = `np_write() { cat >"$1"; }
np_warn() { echo "warning: $*"; }`

/** Objects by the name of the manifest; what is deleted is written down. */
const kubectl = `case "$*" in
  'get -f '*cni.applied.yaml*)
    echo 'Namespace    v1        <none>       old-space'
    echo 'ConfigMap    v1        kube-system  settings'
    echo 'DaemonSet    extensions/v1beta1   kube-system  net'
    echo 'ClusterRole  rbac.authorization.k8s.io/v1  <none>  system:old' ;;
  'get -f '*cni.yaml*) echo 'DaemonSet    apps/v1   kube-system  net' ;;
  'get -n kube-system configmap/nodeprep-cni --ignore-not-found '*) printf former ;;
  '-n kube-system get DaemonSet/net '*) printf RollingUpdate ;;
  '-n kube-system rollout status DaemonSet/net --timeout=300s') echo "rolled out" ;;
  'delete --ignore-not-found -f -') cat >>"$ROOT/deleted" ;;
  'apply -f '* | 'get -n kube-system configmap/nodeprep-cni' | 'annotate --overwrite -n kube-system configmap/nodeprep-cni nodeprep.dev/sha256='*) ;;
  *) echo "unexpected: $*" >&2; exit 99 ;;
esac`

describe.each(shells)("the network's manifest in %s", (shell) => {
  const applied = (former: boolean) => {
    const host = new Host(shell, { kubectl })
    host.write('etc/kubernetes/nodeprep/cni.yaml', 'new\n')
    if (former) host.write('etc/kubernetes/nodeprep/cni.applied.yaml', 'old\n')
    const ended = host.run('cni', 'apply', { KIND: 'manifest' }, own)
    return { ...ended, host }
  }

  it('takes what it does not have any more with it, but no namespace, and is waited for', () => {
    const { ok, output, host } = applied(true)
    expect([ok, output], output).toEqual([true, expect.stringContaining('warning: Namespace old-space is not in')])
    expect(output).toContain('rolled out')
    expect(host.read('deleted')).toBe(`apiVersion: v1
kind: ConfigMap
metadata: { name: "settings", namespace: "kube-system" }
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: "system:old" }
`)
    expect(host.read('etc/kubernetes/nodeprep/cni.applied.yaml')).toBe('new\n')
  })

  it('deletes nothing where no former one is known', () => {
    const { ok, host } = applied(false)
    expect([ok, host.has('deleted')]).toEqual([true, false])
  })
})
