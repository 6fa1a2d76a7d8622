import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { Host, shells, type Shell } from './scripts.ts'

const env = { VERSION: '1.31.4' }
const kubeletIs = (version: string) => `echo "Kubernetes v${version}"`
const pod = (name: string, version: string) => `spec:
  containers:
    - command: [${name}]
      image: registry.k8s.io/${name}:v${version}
`
const pods = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler']

/** The bytes of a snapshot as etcd sends them: in pieces, the last of them the digest of the others. */
function snapshotOf(pieces: readonly string[], digest?: Buffer) {
  const whole = pieces.join('')
  const all = [...pieces.map((one) => Buffer.from(one)), digest ?? createHash('sha256').update(whole).digest()]
  const lines = all.map((one, i) =>
    JSON.stringify({ result: { remaining_bytes: `${all.length - i}`, blob: one.toString('base64') } }),
  )
  return lines.map((line) => `printf '%s\\n' '${line}'`).join('\n')
}
const etcd = (answer: string) => `sed '1,/^.$/d' >/dev/null
case $* in *"OPENSSL:127.0.0.1:2379,"*) ;; *) echo "unexpected: socat $*" >&2; exit 99 ;; esac
printf 'HTTP/1.0 200 OK\\r\\nContent-Type: application/json\\r\\n\\r\\n'
${answer}`

describe.each(shells)('an upgrade, in %s', (shell: Shell) => {
  const hostWith = (doubles: Readonly<Record<string, string>> = {}, version = '1.30.2') => {
    const host = new Host(shell, { kubelet: kubeletIs(version), ...doubles })
    for (const name of pods) host.write(`etc/kubernetes/manifests/${name}.yaml`, pod(name, version))
    return host
  }

  it.each([
    ['1.30.2', true],
    ['1.31.4', true],
    ['1.9.9', true],
    ['1.31.5', false],
    ['1.32.0', false],
    ['2.0.0', false],
  ])('takes no kubelet back: %s', (version, able) => {
    const host = hostWith({}, version)
    expect(host.run('upgrade-able', 'check', env).ok).toBe(able)
    if (!able)
      expect(host.run('upgrade-able', 'why', env).output).toContain(`kubelet is ${version}, which is newer than 1.31.4`)
  })

  it('shows which images the static pods get, and does not count them as upgraded before kubeadm is through', () => {
    const host = hostWith()
    const { output } = host.run('upgrade-control-plane', 'changes', env)
    expect(output.split('\n').slice(0, 2)).toEqual([
      '- registry.k8s.io/kube-apiserver:v1.30.2',
      '+ registry.k8s.io/kube-apiserver:v1.31.4',
    ])
    for (const name of pods) host.write(`etc/kubernetes/manifests/${name}.yaml`, pod(name, '1.31.4'))
    host.write('state/upgrade/to', '1.31.4\n')
    expect(host.run('upgrade-control-plane', 'check', env).ok).toBe(false)
    host.write('state/upgrade/kubeadm', '1.31.4\n')
    expect(host.run('upgrade-control-plane', 'check', env).ok).toBe(true)
    expect(host.run('upgrade-control-plane', 'changes', env).output).toBe('')
    host.write('etc/kubernetes/manifests/kube-scheduler.yaml', pod('kube-scheduler', '1.31.40'))
    expect(host.run('upgrade-control-plane', 'check', env).ok).toBe(false)
  })

  it.each([
    ['true', 'upgrade apply v1.31.4 --yes --certificate-renewal=true --ignore-preflight-errors=Swap'],
    ['false', 'upgrade node'],
  ])('is kubeadm upgrade apply on the first control plane alone: %s', (first, command) => {
    const host = hostWith({ kubeadm: 'echo "$*" >>"$ROOT/calls"', kubectl: 'echo ok' })
    host.write('state/upgrade/to', '1.31.4\n')
    const { ok, output } = host.run('upgrade-control-plane', 'apply', { ...env, FIRST: first, IGNORE: 'Swap' })
    expect(ok, output).toBe(true)
    expect(host.read('calls')).toBe(`${command}\n`)
    expect(host.read('state/upgrade/kubeadm')).toBe('1.31.4\n')
  })

  it('is not through where kubeadm fails', () => {
    const host = hostWith({ kubeadm: 'exit 1', kubectl: 'echo ok' })
    host.write('state/upgrade/to', '1.31.4\n')
    expect(host.run('upgrade-worker', 'apply', env).ok).toBe(false)
    expect(host.has('state/upgrade/kubeadm')).toBe(false)
  })

  it('takes the images of kubeadm of that version only, with CoreDNS where the mirror has it', () => {
    const list = (text: string) => `case $* in
'version -o short') echo v${text} ;;
'config images list --kubernetes-version v1.31.4 --image-repository r.example/k8s')
  printf '%s\\n' r.example/k8s/kube-apiserver:v1.31.4 r.example/k8s/kube-proxy:v1.31.4 r.example/k8s/coredns:v1.11.3 r.example/k8s/pause:3.10 ;;
*) echo "unexpected: kubeadm $*" >&2; exit 99 ;;
esac`
    const crictl = 'echo "$3" >>"$ROOT/asked"'
    const given = { ...env, REPOSITORY: 'r.example/k8s', DNS: 'r.example/k8s/coredns' }
    const host = hostWith({ kubeadm: list('1.31.4'), crictl })
    expect(host.run('upgrade-images', 'check', { ...given, ROLE: 'control-plane' }).ok).toBe(true)
    expect(host.read('asked').split('\n')).toContain('r.example/k8s/coredns/coredns:v1.11.3')
    host.write('asked', '')
    expect(host.run('upgrade-images', 'check', { ...given, ROLE: 'worker' }).ok).toBe(true)
    expect(host.read('asked')).toBe('r.example/k8s/kube-proxy:v1.31.4\nr.example/k8s/pause:3.10\n')
    const former = hostWith({ kubeadm: list('1.30.2'), crictl })
    expect(former.run('upgrade-images', 'check', { ...given, ROLE: 'worker' }).ok).toBe(false)
  })

  describe('takes a snapshot of etcd', () => {
    const FILE = (host: Host) => `${host.root}/state/etcd/before.db`
    const take = (answer: string) => {
      const host = hostWith({ socat: etcd(answer) })
      host.write('etc/kubernetes/manifests/etcd.yaml', '    - --listen-client-urls=https://127.0.0.1:2379\n')
      return { host, ...host.run('upgrade-snapshot', 'apply', { ...env, FILE: FILE(host) }) }
    }

    it('in pieces of any length, whose digest is right', () => {
      const { host, ok, output } = take(snapshotOf(['a', 'bc', 'x'.repeat(5000)]))
      expect(ok, output).toBe(true)
      expect(host.read('state/etcd/before.db').startsWith('abcxxx')).toBe(true)
      expect(host.run('upgrade-snapshot', 'check', { ...env, FILE: FILE(host) }).ok).toBe(true)
    })

    it.each([
      ['is another', snapshotOf(['abc'], Buffer.alloc(32, 7))],
      ['is cut off', snapshotOf(['a'.repeat(100)], Buffer.alloc(8))],
      ['is missing', 'true'],
    ])('and keeps nothing of one whose digest %s', (_, answer) => {
      const { host, ok, output } = take(answer)
      expect(ok).toBe(false)
      expect(output).toContain('no whole snapshot of etcd could be taken')
      expect(host.has('state/etcd/before.db')).toBe(false)
      expect(host.has('state/etcd/before.db.part')).toBe(false)
    })
  })
})
