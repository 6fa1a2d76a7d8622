import { load } from 'js-yaml'
import { describe, expect, it } from 'vitest'
import { clusterOf, factsOf, hostOf } from '../kubernetes/fixtures.ts'
import { planFor } from './plans.ts'
import { Host, shells, type Shell } from './scripts.ts'

const TOKEN = 'abcdef.0123456789abcdef'
const HASH = `sha256:${'1f'.repeat(32)}`
const KEY = 'c0'.repeat(32)
const ENDPOINT = '[fd00::11]:6443'

const env = (more: Readonly<Record<string, string>> = {}) => ({
  CRI_SOCKET: 'unix:///var/run/crio/crio.sock',
  ROLE: 'worker',
  NODE: 'w1',
  INIT: 'cp1',
  ...more,
})

const CONFIG = `apiVersion: kubeadm.k8s.io/v1beta4
kind: JoinConfiguration
discovery:
  bootstrapToken:
    apiServerEndpoint: NODEPREP_ENDPOINT
    token: NODEPREP_TOKEN
    caCertHashes:
      - NODEPREP_CA_HASH
nodeRegistration:
  name: w1
  kubeletExtraArgs:
    - name: resolv-conf
      value: NODEPREP_RESOLV_CONF
controlPlane:
  certificateKey: NODEPREP_CERTIFICATE_KEY
`

/** kubeadm joins by leaving its arguments and its configuration where the test can read them. */
const KUBEADM = `printf '%s\\n' "$*" >>"$ROOT/calls"
case $1 in
join) cp "$3" "$ROOT/joined.yaml"; [ ! -e "$ROOT/broken" ] ;;
reset) ;;
*) exit 99 ;;
esac`

/** A cluster in which w1 is registered with these labels. */
const KUBECTL = (labels: string) => `echo "$CONFIG: $*" >>"$ROOT/asked"
case $1 in get) echo 'labels ${labels}' ;; annotate | delete) ;; *) exit 99 ;; esac`

function joining(shell: Shell, { resolved = false, labels = '{}', key = true, down = 'none' } = {}): Host {
  const systemctl = resolved ? 'exit 0' : 'exit 3'
  const host = new Host(shell, {
    ...{ kubeadm: KUBEADM, kubectl: KUBECTL(labels), systemctl, iptables: 'echo "-P $2 ACCEPT"', nft: '' },
    socat: `echo "$*" >>"$ROOT/tried"; case $3 in TCP:${down},*) echo "E connect(5, AF=2 ${down}, 16): Connection timed out" >&2; exit 1 ;; esac`,
  })
  host.write('etc/kubernetes/nodeprep/kubeadm-join.yaml', CONFIG)
  const values = { endpoint: ENDPOINT, token: TOKEN, hash: HASH, resolv: '/etc/resolv.conf' }
  const lines = Object.entries(values).map(([name, value]) => `${name} ${value}\n`)
  host.write('run/values/join', lines.join(''))
  if (key) host.write('run/values/certificate-key', `${KEY}\n`)
  return host
}

describe.each(shells)('joining, in %s', (shell) => {
  it.each(['endpoint', 'token', 'hash'])('a %s that would say more in the configuration is refused', (name) => {
    const host = joining(shell)
    const values = host.read('run/values/join')
    host.write('run/values/join', values.replace(new RegExp(`^(${name} .*)$`, 'm'), '$1",caCertHashes:["'))
    const { ok, output } = host.run('kubeadm-join', 'apply', env())
    expect([ok, host.has('joined.yaml')]).toEqual([false, false])
    expect(output).toContain(`the ${name} that cp1 provided for joining is malformed`)
  })

  it('fills in what only the control plane knows, and leaves no secret behind', () => {
    const host = joining(shell)
    expect(host.run('kubeadm-join', 'apply', env({ ROLE: 'control-plane' }))).toMatchObject({ ok: true })
    expect(load(host.read('joined.yaml'))).toEqual({
      apiVersion: 'kubeadm.k8s.io/v1beta4',
      kind: 'JoinConfiguration',
      discovery: { bootstrapToken: { apiServerEndpoint: ENDPOINT, token: TOKEN, caCertHashes: [HASH] } },
      nodeRegistration: { name: 'w1', kubeletExtraArgs: null },
      controlPlane: { certificateKey: KEY },
    })
    expect(host.read('calls')).not.toMatch(/abcdef|1f1f|c0c0/)
    expect(host.has('run/values/kubeadm-join.yaml')).toBe(false)
    expect(host.has('state/kubeadm-join.started')).toBe(false)
  })

  it('of a worker needs no certificate key, that of a control plane fails without', () => {
    const host = joining(shell, { key: false })
    expect(host.run('kubeadm-join', 'apply', env({ ROLE: 'control-plane' })).ok).toBe(false)
    expect(host.has('calls')).toBe(false)
    expect(host.run('kubeadm-join', 'apply', env())).toMatchObject({ ok: true })
  })

  /** The kubelet's arguments that a worker joins with, whose cluster.yaml has these. */
  const argumentsOf = (version: string, args: unknown, resolved: boolean): unknown => {
    const host = joining(shell, { resolved })
    const value = { nodeRegistration: { kubeletExtraArgs: args } }
    const documents = [{ apiVersion: 'v1', kind: 'JoinConfiguration', value, line: 1 } as const]
    const plan = planFor(clusterOf({ version, documents: args === undefined ? [] : documents }), 'debian-12')
    const config = plan.hosts[1]?.steps.find(({ id }) => id === 'kubeadm-join-config')
    host.write('etc/kubernetes/nodeprep/kubeadm-join.yaml', (config?.params as { content: string }).content)
    expect(host.run('kubeadm-join', 'apply', env())).toMatchObject({ ok: true })
    const joined = load(host.read('joined.yaml').replaceAll(`${host.root}/`, '/'))
    return (joined as { nodeRegistration: { kubeletExtraArgs: unknown } }).nodeRegistration.kubeletExtraArgs
  }
  const resolv = '/run/systemd/resolve/resolv.conf'
  const [ours, theirs] = [
    { name: 'resolv-conf', value: resolv },
    { name: 'node-labels', value: 'disk=ssd' },
  ]
  const own = { name: 'resolv-conf', value: '/own' }
  it.each([
    ['v1beta2', '1.20.15', undefined, { 'resolv-conf': resolv }, null],
    ['v1beta4', '1.36.5', undefined, [ours], null],
    [
      'v1beta2',
      '1.20.15',
      { 'node-labels': 'disk=ssd' },
      { 'resolv-conf': resolv, 'node-labels': 'disk=ssd' },
      { 'node-labels': 'disk=ssd' },
    ],
    [
      'v1beta3',
      '1.23.17',
      { 'node-labels': 'disk=ssd' },
      { 'resolv-conf': resolv, 'node-labels': 'disk=ssd' },
      { 'node-labels': 'disk=ssd' },
    ],
    ['v1beta4', '1.36.5', [theirs], [ours, theirs], [theirs]],
    ['v1beta2', '1.20.15', { 'resolv-conf': '/own' }, { 'resolv-conf': '/own' }, { 'resolv-conf': '/own' }],
    ['v1beta4', '1.36.5', [theirs, own], [theirs, own], [theirs, own]],
  ])(
    'case 12: in %s says where this host alone keeps its name servers, beside arguments of cluster.yaml (%s, %j)',
    (_, version, args, elsewhere, same) => {
      expect(argumentsOf(version, args, true)).toEqual(elsewhere)
      expect(argumentsOf(version, args, false)).toEqual(same)
    },
  )

  const patient = 'np_wait() { shift 2; "$@"; }\n'
  const joinLines = (host: Host, ...lines: readonly string[]) =>
    host.write('run/values/join', `${host.read('run/values/join')}${lines.join('\n')}\n`)

  it('case 14: does not begin while the endpoint cannot be reached, and names who filters', () => {
    const host = joining(shell, { down: '*:6443' })
    joinLines(host, 'filter firewalld', 'etcd 10.0.0.11:2379')
    const { ok, output } = host.run('kubeadm-join', 'apply', env(), patient)
    expect([ok, host.has('calls'), host.has('state/kubeadm-join.started')]).toEqual([false, false, false])
    expect(output).toContain(
      `${ENDPOINT} cannot be reached from w1: no answer. firewalld filters what comes in on cp1. Open the port there`,
    )
  })

  it('case 14: of a control plane also tries every member of etcd, that of a worker none', () => {
    const host = joining(shell)
    joinLines(host, 'filter x;reboot', 'etcd 10.0.0.11:2379')
    expect(host.run('kubeadm-join', 'apply', env()).ok).toBe(true)
    const tried = (to: string) => `-u /dev/null TCP:${to},connect-timeout=3\n`
    expect(host.read('tried')).toBe(tried(ENDPOINT))
    expect(host.run('kubeadm-join', 'apply', env({ ROLE: 'control-plane' })).ok).toBe(true)
    expect(host.read('tried')).toBe([ENDPOINT, ENDPOINT, '10.0.0.11:2379', '10.0.0.11:2380'].map(tried).join(''))
    const closed = joining(shell, { down: '*:2380' })
    joinLines(closed, 'filter x;reboot', 'etcd 10.0.0.11:2379')
    const { output } = closed.run('kubeadm-join', 'apply', env({ ROLE: 'control-plane', NODE: 'cp2' }), patient)
    expect(output).toContain('10.0.0.11:2380 cannot be reached from cp2: no answer. Open the port there')
  })

  it('that stopped half way is seen, and the host cleaned before the next try', () => {
    const host = joining(shell)
    host.write('broken', '')
    expect(host.run('kubeadm-join', 'apply', env()).ok).toBe(false)
    expect(host.run('kubeadm-join', 'apply', env()).ok).toBe(false)
    const join = `join --config ${host.root}/run/values/kubeadm-join.yaml`
    expect(host.read('calls')).toBe(`${join}\nreset --force --cri-socket ${env().CRI_SOCKET}\n${join}\n`)
  })

  /** A host whose kubelet has its certificate, and where nobody knows how far kubeadm came. */
  const cutOff = (labels?: string): Host => {
    const host = joining(shell, { labels })
    for (const path of ['etc/kubernetes/kubelet.conf', 'etc/kubernetes/bootstrap-kubelet.conf']) host.write(path, 'x')
    host.write('var/lib/kubelet/pki/kubelet-client-current.pem', 'x')
    host.write('state/kubeadm-join.started', '')
    return host
  }

  it.each([
    ['worker', '{}'],
    ['control-plane', '{"node-role.kubernetes.io/control-plane":""}'],
    ['control-plane', '{"node-role.kubernetes.io/master":""}'],
  ])('as %s that was cut off when the node had %s is recognised, and not done again', (ROLE, labels) => {
    const host = cutOff(labels)
    host.write('etc/kubernetes/manifests/kube-apiserver.yaml', 'x')
    expect(host.run('kubeadm-join', 'check', env({ ROLE })).ok).toBe(false)
    expect(host.run('kubeadm-join', 'apply', env({ ROLE })).ok).toBe(true)
    expect(host.run('kubeadm-join', 'check', env({ ROLE })).ok).toBe(true)
    expect([host.has('calls'), host.has('etc/kubernetes/bootstrap-kubelet.conf')]).toEqual([false, false])
    expect(host.read('asked')).toContain(
      'kubelet: annotate --overwrite node w1 kubeadm.alpha.kubernetes.io/cri-socket=unix:///var/run/crio/crio.sock\n',
    )
  })

  it('takes a half-made control plane out of the cluster before it is cleaned', () => {
    const host = joining(shell)
    host.write('etc/kubernetes/admin.conf', 'x')
    host.write('state/kubeadm-join.started', '')
    expect(host.run('kubeadm-join', 'apply', env({ ROLE: 'control-plane' })).ok).toBe(true)
    expect(host.read('asked')).toBe('admin: delete node w1 --ignore-not-found\n')
    expect(host.read('calls')).toMatch(/^reset .*\njoin /)
  })

  it('that is complete holds, for a control plane only with its API server', () => {
    const host = joining(shell)
    expect(host.run('kubeadm-join', 'check', env()).ok).toBe(false)
    host.write('etc/kubernetes/kubelet.conf', 'x')
    host.write('var/lib/kubelet/pki/kubelet-client-current.pem', 'x')
    expect(host.run('kubeadm-join', 'check', env()).ok).toBe(true)
    expect(host.run('kubeadm-join', 'check', env({ ROLE: 'control-plane' })).ok).toBe(false)
    host.write('etc/kubernetes/manifests/kube-apiserver.yaml', 'x')
    expect(host.run('kubeadm-join', 'check', env({ ROLE: 'control-plane' })).ok).toBe(true)
  })

  it.each(['init', 'join'])('does not hold while the mark of a kubeadm %s stands', (what) => {
    const host = joining(shell)
    host.write('etc/kubernetes/kubelet.conf', 'x')
    host.write('var/lib/kubelet/pki/kubelet-client-current.pem', 'x')
    expect(host.run('kubeadm-join', 'check', env()).ok).toBe(true)
    host.write(`state/kubeadm-${what}.started`, '')
    expect(host.run('kubeadm-join', 'check', env()).ok).toBe(false)
  })
})

it('control planes join one after the other, workers all at once', () => {
  const hosts = ['cp1', 'cp2', 'w1', 'cp3', 'w2'].map((name, i) => {
    const role = name.startsWith('cp') ? 'control-plane' : 'worker'
    const address = `10.0.0.${i + 11}`
    return { host: hostOf(name, role, address), facts: factsOf('debian-12', { hostname: name, address }) }
  })
  const cluster = clusterOf({ version: '1.31.14', hosts: hosts.map(({ host }) => host) })
  const joins = planFor(cluster, 'debian-12', hosts).hosts.flatMap(({ host, steps }) =>
    steps
      .filter(({ id, skipped }) => id === 'kubeadm-join' && !skipped)
      .map(({ awaits }) => [host, ...awaits].join(' ')),
  )
  expect(joins).toEqual(['cp2 join certificate-key', 'w1 join', 'cp3 join certificate-key joined-cp2', 'w2 join'])
})

describe.each(shells)('what joining hosts get, in %s', (shell) => {
  const printed = `kubeadm join ${ENDPOINT} --token ${TOKEN}     --discovery-token-ca-cert-hash ${HASH} `
  const kubeadm = (key: string) => `case "$1 $2 $3" in
'token create --ttl') printf '%s\\n' '${printed}' ;;
'init phase upload-certs') printf '[upload-certs] Using certificate key:\\n%s\\n' '${key}' ;;
*) exit 99 ;;
esac`

  const open = { systemctl: 'exit 3', iptables: 'echo "-P $2 ACCEPT"', nft: 'exit 1' }

  it('is what kubeadm prints, and no certificate key', () => {
    const host = new Host(shell, { kubeadm: kubeadm(KEY), ...open })
    host.write('var/lib/kubelet/config.yaml', 'kind: KubeletConfiguration\n')
    for (const name of ['w1', 'w2']) host.write(`state/removed/${name}`, '')
    expect(host.run('join-values', 'script', { JOINING: 'w1' })).toEqual({
      ok: true,
      output: `endpoint ${ENDPOINT}\ntoken ${TOKEN}\nhash ${HASH}\nresolv /etc/resolv.conf\nfilter none\n`,
    })
    // Only what joins is no longer one that was removed as dead.
    expect([host.has('state/removed/w1'), host.has('state/removed/w2')]).toEqual([false, true])
  })

  it('is the certificate key alone, for control planes', () => {
    const host = new Host(shell, { kubeadm: kubeadm(KEY) })
    expect(host.run('certificate-key', 'script')).toEqual({ ok: true, output: `${KEY}\n` })
  })

  it('names where kubelets of this cluster look for name servers', () => {
    const host = new Host(shell, { kubeadm: kubeadm(KEY), ...open })
    host.write('var/lib/kubelet/config.yaml', 'resolvConf: /x/resolv.conf\n')
    expect(host.run('join-values', 'script', { JOINING: 'w1' }).output).toContain('\nresolv /x/resolv.conf\n')
  })

  it.each([
    ['no key', 'certificate-key', kubeadm('none'), 'printed no certificate key'],
    ['no command', 'join-values', 'echo nothing', 'printed no join command'],
  ])('fails when kubeadm prints %s', (_, step, double, message) => {
    const host = new Host(shell, { kubeadm: double })
    host.write('var/lib/kubelet/config.yaml', '')
    const ended = host.run(step, 'script', { JOINING: 'w1' })
    expect(ended.ok).toBe(false)
    expect(ended.output).toContain(message)
  })
})
