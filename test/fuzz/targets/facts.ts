import { MAX_JSON_SIZE } from '../../../src/validation/parse-json.ts'
import { decodeText } from '../../../src/yaml/read-text.ts'
import { factsSchema } from '../../../src/facts/facts-schema.ts'
import type { Facts } from '../../../src/facts/facts.ts'
import { parseFactsFile } from '../../../src/facts/facts-file.ts'
import { PlainReporter } from '../../../src/report/terminal/plain.ts'
import { unstyled } from '../../../src/report/style.ts'
import { parseFacts } from '../../../src/facts/parse-facts.ts'
import { clusterOf, factsOf, systems, type System } from '../../kubernetes/fixtures.ts'
import { hostileValues } from '../hostile.ts'
import { outcomeOf } from '../judge.ts'
import { checkShown } from '../shown.ts'
import { demand, type Target } from '../target.ts'
import { planAndCompile, withFacts } from './inputs.ts'
import { jsonWords } from './plan.ts'

const clusters = [
  clusterOf(),
  clusterOf({ version: '1.20.15', mirror: { preset: 'aliyun' } }),
  clusterOf({ runtime: { kind: 'containerd', version: '' } }),
]
const names = Object.keys(systems) as System[]

/** What is done with facts: shown, checked, planned by. */
function use(facts: Facts): string {
  let text = ''
  const reporter = new PlainReporter({ write: (piece) => (text += piece) }, unstyled)
  reporter.emit({ type: 'host-facts', at: 0, host: 'cp1', facts })
  checkShown(text)
  return clusters
    .map((cluster) => outcomeOf({}, () => `${planAndCompile(cluster, withFacts(cluster, facts)).hosts.length} planned`))
    .join(' | ')
}

const TOML = '/etc/containerd/config.toml'
const fileSaid = (text: string) => `file:${TOML} ${Buffer.from(text).toString('base64')}`
/** A file that was edited by hand. */
const own = `version = 2
disabled_plugins = ["cri"]
[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.mine]
runtime_type = "io.containerd.runc.v2"
[plugins."io.containerd.grpc.v1.cri".registry.configs."r.example".auth]
password = "geheim" # of all
`

const said = (system: System) => {
  const { os, packageManager } = factsOf(system)
  return [
    ...[
      `os.id ${os.id}`,
      `os.like ${os.family}`,
      `os.version ${os.version}`,
      `os.codename ${os.codename}`,
      `os.name ${os.name}`,
    ],
    ...[
      'uname 6.1.0-28-amd64 x86_64',
      'uid 0',
      'clock 1795000000',
      'init systemd',
      'hostname one',
      `packageManager ${packageManager}`,
    ],
    ...[
      'machineId 0123456789abcdef0123456789abcdef',
      'productUuid 1',
      'selinux 1',
      'cgroup 2',
      'cpus 4',
      'memoryKiB 4096000',
    ],
    ...['swap 0', 'addresses 192.0.2.1=10.0.0.11 eth0=10.0.0.11 eth0=fd00::11', 'kubernetes none'],
  ].join('\n')
}

/** What a host that has joined says beside that. Certificates are tried where they are made: test/facts. */
const joined = `kubernetes control-plane\nlive ${Buffer.from(
  `==> versions
Package: kubelet
Status: install ok installed
Version: 1.36.5-1.1
==> /etc/kubernetes/kubelet.conf
    server: https://10.0.0.11:6443
==> /etc/kubernetes/manifests/kube-apiserver.yaml
spec: { containers: [{ name: kube-apiserver, image: "r/kube-apiserver:v1.36.5", command: [kube-apiserver, --a=b, --c] }] }
==> /var/lib/kubelet/config.yaml
maxPods: 110
clusterDomain: cluster.local
==> /var/lib/kubelet/kubeadm-flags.env
KUBELET_KUBEADM_ARGS="--a=b --c"
==> configmap kube-proxy
{"data":{"config.conf":"kind: KubeProxyConfiguration"}}
`,
).toString('base64')}`

/** Facts as a host says them, one a line. */
export const facts: Target = {
  name: 'facts',
  seeds: () => [
    ...names.map(said),
    ...names.slice(0, 2).flatMap((name) => [`${said(name)}\n${joined}`, `${said(name)}\n${fileSaid(own)}`]),
  ],
  words: [
    'os.id ',
    'os.like debian rhel',
    'cpus -1',
    'memoryKiB 1e308',
    'uid NaN',
    'kubernetes worker',
    'live ',
    `live ${Buffer.from('==> /var/lib/kubelet/config.yaml\na: .inf\nb: [&a [*a]]').toString('base64')}`,
    'clock 99999999999999999999',
    fileSaid('version = 4\n[plugins.x]\na = [1979-05-27, inf, {}]'),
    fileSaid("[[a]]\n\"\" = '''\n"),
    'file:/etc/shadow cm9vdDo=',
    ...hostileValues,
  ],
  run: (input) => {
    const lines = input.toString('utf8').split('\n')
    const pairs = lines.map((line) => [line.split(' ', 1).join(''), line.slice(line.indexOf(' ') + 1)] as const)
    const found = parseFacts(new Map(pairs), 1_795_000_000_000, undefined, [TOML])
    const checked = factsSchema.safeParse(found)
    demand(checked.success, `no facts that --facts would take: ${JSON.stringify(checked.error?.issues[0])}`)
    return use(found)
  },
}

/** The file of --facts. */
export const factsFile: Target = {
  name: 'facts-file',
  seeds: () => [
    JSON.stringify({ cp1: factsOf('debian-12'), w1: factsOf('centos-7') }),
    JSON.stringify({ cp1: factsOf('debian-12'), w1: factsOf('centos-stream-9') }, null, '\t'),
    JSON.stringify(factsOf('ubuntu-24.04'), null, 2),
  ],
  words: jsonWords,
  run: (input) =>
    outcomeOf({ 'facts.json': input.toString('utf8') }, () => {
      const byName = parseFactsFile(decodeText(input, 'facts.json', MAX_JSON_SIZE), 'facts.json', 'cp1')
      return [...byName.values()].map(use).join(' / ') || 'no facts'
    }),
}
