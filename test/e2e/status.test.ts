import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureArtifacts } from '../lab/artifacts/index.ts'
import { createLab, type Lab } from '../lab/lab.ts'
import { clusterFolder, writeCluster } from './cluster-file.ts'
import { hostFiles } from './host-files.ts'
import { takeOver } from './impostor-host.ts'
import { startOnTerminal, until } from './interrupted-run.ts'
import { nodeprep } from './nodeprep.ts'

type Edit = (text: string) => string

/** What the tests read of `--output json`. */
interface Told {
  readonly exitCode: number
  readonly hosts: readonly {
    readonly name: string
    readonly status: string
    readonly kubernetes: string | null
    readonly runtime: string | null
    readonly units: Readonly<Record<string, string>>
    readonly cgroupDriver: { readonly kubelet: string | null; readonly runtime: string | null }
    readonly sandboxImage: string | null
    readonly cniFile: string | null
    readonly certificates: readonly { readonly file: string }[]
    readonly certificateDays: number | null
    readonly clockOffsetSeconds: number | null
    readonly var: { readonly freeBytes: number } | null
    readonly drift: readonly { readonly step: string }[]
    readonly pendingOperations: readonly string[]
  }[]
  readonly nodesNotInFile: readonly string[]
  readonly etcd: readonly { readonly name: string; readonly leader: boolean; readonly sizeBytes: number | null }[]
  readonly dns: { readonly serves: boolean } | null
  readonly findings: readonly { readonly level: string; readonly hosts: readonly string[]; readonly message: string }[]
}

const three = ['cp1', 'w1', 'w2']
const document =
  (kind: string, apiVersion: string, rest: string): Edit =>
  (text) =>
    `${text}---\napiVersion: ${apiVersion}\nkind: ${kind}\n${rest}\n`
const inSpec =
  (more: string): Edit =>
  (text) =>
    text.replace('version: 1.20.2,', `version: 1.20.2, ${more},`)

let lab: Lab
let cwd: string

const run = (...args: string[]) => nodeprep(lab, args, { cwd })
const human = () => run('status', 'cluster.yaml')
async function status(...args: string[]): Promise<Told> {
  const { exitCode, stdout } = await run('status', 'cluster.yaml', '--output', 'json', ...args)
  const told = JSON.parse(stdout) as Told
  expect(exitCode).toBe(told.exitCode)
  return told
}
const words = ({ hosts }: Told) => Object.fromEntries(hosts.map(({ name, status: word }) => [name, word]))
const messages = ({ findings }: Told) => findings.map(({ hosts, message }) => `${hosts.join(',')}: ${message}`)
const on = async (host: string, script: string) => (await lab.exec(host, script)).stdout.trim()
const kubectl = (args: string, input = '') =>
  lab.exec('cp1', `kubectl --kubeconfig /etc/kubernetes/admin.conf ${args}`, input)

beforeAll(async () => {
  lab = await createLab({
    id: `status-${process.pid}`,
    hosts: three.map((name) => ({ name, kind: 'debian12' })),
    artifacts: await ensureArtifacts(),
  })
  // Without the smoke test, whose pods go where a node is lost.
  cwd = await clusterFolder(lab, three, (text) => text.replace('  smokeTest: nginx\n', ''))
})
afterAll(() => lab.down())
const write = (edit: Edit = (text) => text) =>
  writeCluster(lab, cwd, three, (text) => edit(text.replace('  smokeTest: nginx\n', '')))

/** The tests of this file are one story: each goes on from the one before. */
describe('nodeprep status', () => {
  it('says of bare hosts that they have not joined', async () => {
    const told = await status()
    expect(words(told)).toEqual({ cp1: 'NotJoined', w1: 'NotJoined', w2: 'NotJoined' })
    expect(told.exitCode).toBe(4)
  })

  it('has nothing against a healthy cluster, whose hosts it does not change', async () => {
    const applied = await run('apply', 'cluster.yaml', '--output', 'json')
    expect(applied.exitCode, applied.stdout).toBe(0)
    const files = () => Promise.all(three.map((host) => hostFiles(lab, host)))
    const before = await files()
    const told = await status()
    expect(await files()).toEqual(before)
    expect([told.exitCode, messages(told)]).toEqual([0, []])
    for (const host of told.hosts) {
      expect(host).toMatchObject({
        ...{ status: 'Ready', kubernetes: '1.20.2', runtime: 'cri-o 1.20.9', drift: [], pendingOperations: [] },
        ...{ cgroupDriver: { kubelet: 'systemd', runtime: 'systemd' }, units: { kubelet: 'active', crio: 'active' } },
        ...{
          sandboxImage: 'registry.lab:5000/google_containers/pause:3.2',
          clockOffsetSeconds: expect.any(Number) as number,
        },
        ...{ certificateDays: 364, var: { freeBytes: expect.any(Number) as number } },
      })
      expect(host.cniFile).toMatch(/\.conflist$/)
    }
    expect(told.hosts.map(({ certificates }) => certificates.length)).toEqual([14, 2, 2])
    expect(told.etcd).toMatchObject([{ name: 'cp1', leader: true, sizeBytes: expect.any(Number) as number }])
    expect(told.dns).toMatchObject({ serves: true })
  })

  it('is a table for people that is no wider than their terminal', async () => {
    const { exitCode, stdout } = await human()
    expect(exitCode, stdout).toBe(0)
    expect(stdout).toMatch(
      /^HOST {2}ROLE .* DRIFT\ncp1 {3}control-plane {2}Ready {3}1\.20\.2 {3}cri-o 1\.20\.9 {2}364d/,
    )
    expect(stdout).toMatch(/^etcd +cp1 [\d.]+M \(leader\)$/m)
    expect(stdout).toMatch(/^quickstart: 3 hosts, 3 Ready, 0 problems, 0 warnings$/m)
  })

  it.each<[what: string, edit: Edit, said: string]>([
    ['a version (operation)', (text) => text.replace('version: 1.20.2', 'version: 1.20.3'), 'specifies 1.20.3'],
    ['podSubnet (fixed)', (text) => text.replace('10.244.0.0/16', '10.245.0.0/16'), 'specifies 10.245.0.0/16'],
    ['certSANs (rolls)', inSpec('certSANs: [api.example]'), 'differs from cluster.yaml: '],
    [
      'a setting of kubelet (rolls)',
      document('KubeletConfiguration', 'kubelet.config.k8s.io/v1beta1', 'maxPods: 70'),
      'differs from cluster.yaml: ',
    ],
    [
      'a label (converges)',
      (text) => text.replace(/(name: w1, .*) \}/, '$1, labels: { example.com/rack: r1 } }'),
      'differs from cluster.yaml: ',
    ],
  ])('names a difference of cluster.yaml: %s', async (_, edit, said) => {
    await write(edit)
    const told = await status()
    await write()
    expect(told.exitCode).toBe(4)
    expect(messages(told).join('\n')).toContain(said)
    expect(words(told)).toEqual({ cp1: 'Ready', w1: 'Ready', w2: 'Ready' })
  })

  it('names what somebody changed on a host, and a node that is not in the file', async () => {
    const file = '/etc/sysctl.d/99-zz-nodeprep.conf'
    await on('w1', `cp -p ${file} /root/kept && sed -i s/ip_forward.*/ip_forward=0/ ${file}`)
    const w9 = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'w9' } }
    expect((await kubectl('create -f -', JSON.stringify(w9))).code).toBe(0)
    const told = await status()
    expect([told.exitCode, told.nodesNotInFile]).toEqual([4, ['w9']])
    expect(told.hosts.map(({ drift }) => drift.map(({ step }) => step))).toEqual([[], ['forwarding'], []])
    const { stdout } = await human()
    expect(stdout).toMatch(/^w1 .* 1$/m)
    expect(stdout).toMatch(/^problem w1: differs from cluster\.yaml: /m)
    expect(stdout).toContain('problem not in cluster.yaml, but nodes of the cluster: w9\n')
    await on('w1', `mv /root/kept ${file}`)
    await kubectl('delete node w9')
  })

  it('tells of a run that is at work, without waiting for it, of an operation that was cut off, and of a cordoned node', async () => {
    await kubectl('annotate node w2 "nodeprep.dev/turn=migrate-runtime|schedulable|drained"')
    await kubectl('cordon w2')
    const told = await status()
    expect([told.exitCode, words(told)['w2']]).toEqual([4, 'Ready,cordoned'])
    expect(messages(told)).toEqual(['w2: interrupted: migrate-runtime (node is drained)'])
    await kubectl('annotate node w2 nodeprep.dev/turn-')
    const lock = 'sleep 60 & echo "r1 $! $(cut -d" " -f22 /proc/$!/stat) n root@there" >/run/nodeprep/lock; echo $!'
    const pid = await on(
      'w1',
      `mkdir -p /run/nodeprep; (${lock}) 2>&1 </dev/null`.replace('sleep 60', 'sleep 60 >&- 2>&-'),
    )
    const busy = await status()
    expect([busy.exitCode, messages(busy)]).toEqual([
      0,
      [
        'w1: a run of nodeprep is at work here: r1, started by root@there',
        'w2: node is cordoned: no new pods are scheduled on it',
      ],
    ])
    await on('w1', `kill ${pid}; rm /run/nodeprep/lock`)
    await kubectl('uncordon w2')
  })

  it('looks again and again on a terminal until Ctrl-C', async () => {
    const watch = startOnTerminal(lab, ['status', 'cluster.yaml', '--watch'], cwd)
    await until('two looks', () => watch.text().split('quickstart: 3 hosts, 3 Ready').length > 2)
    watch.type('\u0003')
    await watch.exitCode
    expect(watch.text()).toContain('exit=130')
    expect(watch.text()).not.toContain('error')
  })

  it('says that a kubelet is stopped, and why the node is not Ready', async () => {
    await on('w1', 'systemctl stop kubelet')
    const soon = await status()
    expect([soon.exitCode, soon.hosts[1]?.units['kubelet']]).toEqual([4, 'inactive'])
    expect(messages(soon)).toContain('w1: kubelet is inactive')
    expect(soon.hosts[1]?.drift.map(({ step }) => step)).toContain('kubelet-cgroup-driver')
    let later: Told | undefined
    await until('w1 is not Ready', async () => words((later = await status()))['w1'] === 'NotReady')
    expect(messages(later as Told).join('\n')).toMatch(/w1: node is not Ready: NodeStatusUnknown: /)
    await on('w1', 'systemctl start kubelet')
    await until('w1 is Ready', async () => words(await status())['w1'] === 'Ready')
  })

  it('shows a host with another host key as such, and goes on with the others', async () => {
    const impostor = await takeOver(lab, 'w1')
    try {
      const told = await status()
      expect([told.exitCode, words(told)]).toEqual([3, { cp1: 'Ready', w1: 'HostKeyChanged', w2: 'Ready' }])
      expect((await impostor.report()).heard).toEqual([])
      const { stdout } = await human()
      expect(stdout).toMatch(/^w1 .* HostKeyChanged .* \?$/m)
    } finally {
      await impostor.stop()
    }
  })

  it('shows a node of another cluster as such', async () => {
    await on('w2', 'cp -p /etc/kubernetes/pki/ca.crt /root/ca.crt && cp -p /etc/kubernetes/kubelet.conf /root/')
    const made = 'openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=kubernetes -keyout /dev/null -days 10'
    await on('w2', `${made} -out /etc/kubernetes/pki/ca.crt`)
    const ca = '$(base64 -w0 </etc/kubernetes/pki/ca.crt)'
    await on(
      'w2',
      `sed -i "s|certificate-authority-data:.*|certificate-authority-data: ${ca}|" /etc/kubernetes/kubelet.conf`,
    )
    const told = await status()
    expect([told.exitCode, words(told)['w2']]).toEqual([4, 'OtherCluster'])
    expect(messages(told).join('\n')).toContain('w2: w2 belongs to another cluster than cp1')
    expect(messages(told).join('\n')).toMatch(/w2: \/etc\/kubernetes\/pki\/ca\.crt expires on /)
    await on('w2', 'mv /root/ca.crt /etc/kubernetes/pki/ca.crt; mv /root/kubelet.conf /etc/kubernetes/')
  })

  it('shows a dead host as unreachable, and without a control plane what the workers say', async () => {
    await lab.powerOff('w2')
    const told = await status()
    expect([told.exitCode, words(told)]).toEqual([
      3,
      expect.objectContaining({ cp1: 'Ready', w1: 'Ready', w2: 'Unreachable' }),
    ])
    expect(told.hosts[2]).toMatchObject({ kubernetes: '1.20.2', sandboxImage: null })
    const limited = await status('--limit', 'w1')
    expect([limited.exitCode, words(limited)]).toEqual([0, { w1: 'Ready' }])
    await lab.powerOff('cp1')
    const alone = await status('--limit', 'w1')
    expect([alone.exitCode, words(alone)]).toEqual([4, { w1: 'Unknown' }])
    expect(messages(alone)).toContain(': no control plane could be asked about nodes, etcd and DNS')
  })
})
