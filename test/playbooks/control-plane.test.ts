import { chmodSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { Host, shells } from './scripts.ts'

describe.each(shells)('in %s', (shell) => {
  describe("root's kubeconfig", () => {
    const ADMIN = 'etc/kubernetes/admin.conf'
    const admin = (client: string) =>
      `certificate-authority-data: CA1\ncurrent-context: a\nclient-certificate-data: ${client}\n`

    it('is made, and a former one kept', () => {
      const host = new Host(shell, {})
      host.write(ADMIN, admin('C1'))
      host.write('root/.kube/config', 'of another cluster')
      expect(host.run('admin-kubeconfig', 'check').ok).toBe(false)
      expect(host.run('admin-kubeconfig', 'apply').ok).toBe(true)
      expect(host.run('admin-kubeconfig', 'check').ok).toBe(true)
      expect(host.read(`state/before/files${host.root}/root/.kube/config`)).toBe('of another cluster')
    })

    it('is for root alone to read', () => {
      const host = new Host(shell, {})
      host.write(ADMIN, admin('C1'))
      expect(host.run('admin-kubeconfig', 'apply').ok).toBe(true)
      chmodSync(`${host.root}/root/.kube/config`, 0o644)
      expect(host.run('admin-kubeconfig', 'check').ok).toBe(false)
    })

    it("keeps the user's own contexts, until the certificate is renewed", () => {
      const host = new Host(shell, {})
      host.write(ADMIN, admin('C1'))
      expect(host.run('admin-kubeconfig', 'apply').ok).toBe(true)
      host.write('root/.kube/config', admin('C1').replace('current-context: a', 'current-context: mine'))
      expect(host.run('admin-kubeconfig', 'check').ok).toBe(true)
      host.write(ADMIN, admin('C2'))
      expect(host.run('admin-kubeconfig', 'check').ok).toBe(false)
    })
  })

  describe('kubeadm init', () => {
    const env = { CRI_SOCKET: '/var/run/crio/crio.sock' }
    const kubeadm = `echo "$*" >>"$ROOT/calls"; [ ! -e "$ROOT/broken" ] || [ "$1" = reset ]`
    const reset = 'reset --force --cri-socket /var/run/crio/crio.sock\n'
    const init = (host: Host) =>
      `init --config ${host.root}/etc/kubernetes/nodeprep/kubeadm-init.yaml --skip-token-print\n`
    const complete = (host: Host) => {
      host.write('etc/kubernetes/admin.conf', 'x')
      host.write('etc/kubernetes/manifests/kube-apiserver.yaml', 'x')
    }

    it('is not run on a control plane that is complete, whoever made it', () => {
      const host = new Host(shell, {})
      complete(host)
      expect(host.run('kubeadm-init', 'check', env).ok).toBe(true)
    })

    it.each(['init', 'join'])('is not done while the mark of a kubeadm %s stands', (what) => {
      const host = new Host(shell, {})
      complete(host)
      host.write(`state/kubeadm-${what}.started`, '')
      expect(host.run('kubeadm-init', 'check', env).ok).toBe(false)
    })

    it('that stopped half way is seen, and the host cleaned before the next try', () => {
      const host = new Host(shell, { kubeadm })
      host.write('broken', '')
      expect(host.run('kubeadm-init', 'apply', env).ok).toBe(false)
      complete(host)
      expect(host.run('kubeadm-init', 'check', env).ok).toBe(false)
      host.run('kubeadm-init', 'apply', env)
      expect(host.read('calls')).toBe(`${init(host)}${reset}${init(host)}`)
    })

    /** A kubectl before a control plane in which these are missing. */
    const kubectl = (missing = 'nothing') =>
      `case " $* " in *' ${missing} '*) exit 1 ;; *' get '*) echo ok ;; *) exit 99 ;; esac`
    const cutOff = (missing?: string) => {
      const host = new Host(shell, { kubeadm, kubectl: kubectl(missing) })
      complete(host)
      host.write('state/kubeadm-init.started', '')
      return host
    }

    it('that was through when it was cut off is recognised, and not run again', () => {
      const host = cutOff()
      expect(host.run('kubeadm-init', 'check', env).ok).toBe(false)
      const { ok, output } = host.run('kubeadm-init', 'apply', env)
      expect([ok, host.has('calls'), host.run('kubeadm-init', 'check', env).ok]).toEqual([true, false, true])
      expect(output).toContain('cut off when it was through')
    })

    it.each([
      'configmap/cluster-info',
      'deployment/coredns',
      'daemonset/kube-proxy',
      'clusterrolebinding/kubeadm:node-proxier',
    ])('that was cut off before it made %s starts again', (missing) => {
      const host = cutOff(missing)
      expect(host.run('kubeadm-init', 'apply', env).ok).toBe(true)
      expect(host.read('calls')).toBe(`${reset}${init(host)}`)
      expect(host.has('state/kubeadm-init.started')).toBe(false)
    })

    it('leaves no mark behind once it is through', () => {
      const host = new Host(shell, { kubeadm })
      expect(host.run('kubeadm-init', 'apply', env).ok).toBe(true)
      complete(host)
      expect(host.run('kubeadm-init', 'check', env).ok).toBe(true)
      expect(host.read('calls')).toBe(init(host))
    })
  })

  it('images of the control plane are pulled one by one, those that are there left alone', () => {
    const host = new Host(shell, {
      kubeadm: 'printf "%s\\n" k8s/a:1 k8s/b:1 k8s/c:1',
      crictl: `case "$1 $2 $3" in
'inspecti -q '*) [ "$3" = k8s/b:1 ] || [ -e "$ROOT/pulled-\${3#k8s/}" ] ;;
'pull k8s/'*) : >"$ROOT/pulled-\${2#k8s/}" ;;
*) exit 99 ;;
esac`,
    })
    expect(host.run('control-plane-images', 'check').ok).toBe(false)
    const { ok, output } = host.run('control-plane-images', 'apply')
    expect(ok).toBe(true)
    expect(output).toContain('pulling image 3 of 3: k8s/c:1')
    expect(host.has('pulled-a:1') && host.has('pulled-c:1') && !host.has('pulled-b:1')).toBe(true)
    expect(host.run('control-plane-images', 'check').ok).toBe(true)
  })

  /** What crictl prints of a pull through a mirror, by the runtime that it speaks to. */
  const containerd = (cause: string) =>
    `FATA[0000] pulling image: rpc error: code = Unknown desc = failed to pull and unpack image "k8s/a:1": failed to resolve reference "k8s/a:1": ${cause}`
  const asked = 'https://secure.lab:5443/v2/a/manifests/1?ns=k8s'
  const unknown = 'certificate signed by unknown authority'
  it.each([
    ['containerd 1.6', containerd(`failed to do request: Head "${asked}": x509: ${unknown}`), unknown, 'caFile'],
    [
      'containerd 1.7',
      containerd(`failed to do request: Head "${asked}": tls: failed to verify certificate: x509: ${unknown}`),
      unknown,
      'caFile',
    ],
    [
      'CRI-O',
      `FATA[0000] pulling image: rpc error: code = Unknown desc = pinging container registry secure.lab:5443: Get "https://secure.lab:5443/v2/": x509: ${unknown}`,
      unknown,
      'caFile',
    ],
    [
      'CRI-O 1.20',
      `FATA[0000] pulling image: rpc error: code = Unknown desc = (Mirrors also failed: [secure.lab:5443/a:1: error pinging docker registry secure.lab:5443: Get \\"https://secure.lab:5443/v2/\\": x509: ${unknown}]): k8s/a:1: error pinging docker registry k8s: Get \\"https://k8s/v2/\\": dial tcp: lookup k8s on [::1]:53: read udp [::1]:44340->[::1]:53: read: connection refused`,
      unknown,
      'caFile',
    ],
    [
      'containerd 1.7',
      containerd(`failed to do request: Head "${asked}": remote error: tls: bad certificate`),
      'tls: bad certificate',
      'clientCert of',
    ],
    [
      'containerd 1.6',
      containerd('pulling from host secure.lab:5443 failed with status code [manifests 1]: 401 Unauthorized'),
      '401 Unauthorized',
      'auth of',
    ],
    [
      'containerd 1.7',
      containerd(`unexpected status from HEAD request to ${asked}: 401 Unauthorized`),
      '401 Unauthorized',
      'auth of',
    ],
    [
      'CRI-O',
      'FATA[0000] pulling image: rpc error: code = Unknown desc = reading manifest 1 in secure.lab:5443/a: unauthorized: authentication required',
      'authentication required',
      'auth of',
    ],
  ])(
    'an image that a registry refuses to %s is asked for once: the cause is said, and what to do',
    (_, says, cause, remedy) => {
      const host = new Host(shell, {
        kubeadm: 'echo k8s/a:1',
        crictl: `[ "$1" = pull ] || exit 1; echo pull >>"$ROOT/calls"; printf '%s\\n' '${says}' >&2; exit 1`,
      })
      const { ok, output } = host.run('control-plane-images', 'apply')
      const message =
        output.split('\n').find((line) => line.startsWith('image k8s/a:1 could not be pulled: ')) ?? output
      expect([ok, host.read('calls')]).toEqual([false, 'pull\n'])
      expect(message).toMatch(/secure\.lab:5443/)
      expect(message).toContain(cause)
      expect(message).toContain(remedy)
      expect(message).toContain('spec.registries of cluster.yaml')
    },
  )
})
