import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { differences } from '../faults/compare/differences.ts'
import { readHost, type HostReading } from '../faults/compare/read-host.ts'
import type { Volatile } from '../faults/compare/volatile.ts'
import { ensureArtifacts } from '../lab/artifacts/index.ts'
import { createLab, type Lab } from '../lab/lab.ts'
import { clusterFolder } from './cluster-file.ts'
import { changes, nodeprep } from './nodeprep.ts'
import { killAt } from './web-service.ts'

const names = ['cp1', 'w1']
let lab: Lab
let cwd: string
let before: readonly HostReading[]

const run = (...args: string[]) => nodeprep(lab, args, { cwd })
const reset = (...args: string[]) => run('reset', 'cluster.yaml', '--output', 'json', ...args)

/** Files that differ for a reason that is none of reset's. */
const explained: readonly Volatile[] = [
  // rpm of Debian has its database here: what it says is compared as packages.
  { path: '/root/.rpmdb', what: 'all' },
  // What systemd was told of units is kept for packages that come back.
  { path: '/etc/systemd/system.control', what: 'all' },
]

/** Empty folders that the lab's rpms made without owning them, as those of a distribution do. */
const unowned = new RegExp(
  `^file (/etc/network|/etc/sysconfig|/usr/lib/x86_64-linux-gnu/xtables|/usr/libexec/crio|/usr/lib/systemd/system/kubelet.service.d)[^:]*: absent [|] folder`,
)

/** What a host holds, with its network and what is mounted. */
async function read(name: string): Promise<HostReading> {
  const lines = async (kind: string, script: string) => {
    const { code, stdout, stderr } = await lab.exec(name, script)
    if (code !== 0) throw new Error(`${kind} of ${name}: ${stderr}`)
    return [kind, new Map(stdout.split('\n').map((line) => [line, 'there'] as const))] as const
  }
  const more = await Promise.all([
    lines('link', `ls /sys/class/net`),
    lines('route', 'ip route show'),
    lines('mount', `awk '{ print $2, $3 }' /proc/self/mounts | grep -v '^/run/user/' | sort -u`),
    lines(
      'rule',
      `for ip in iptables ip6tables; do ! command -v $ip-save >/dev/null || $ip-save | grep '^-A\\|^:[^ ]* -'; done; :`,
    ),
    lines('netns', 'ls /run/netns 2>/dev/null; :'),
  ])
  return { ...(await readHost(lab, name, explained)), ...Object.fromEntries(more) }
}
const differencesNow = async () => {
  const now = await Promise.all(names.map(read))
  return Object.fromEntries(
    names.map((name, i) => [
      name,
      differences(before[i] ?? {}, now[i] ?? {}).filter((line) => name !== 'w1' || !unowned.test(line)),
    ]),
  )
}

beforeAll(async () => {
  lab = await createLab({
    id: `reset-${process.pid}`,
    hosts: [
      { name: 'cp1', kind: 'debian12' },
      { name: 'w1', kind: 'centos' },
    ],
    artifacts: await ensureArtifacts(),
  })
  cwd = await clusterFolder(lab, names, (text) => text.replace('  smokeTest: nginx\n', ''))
  // Debian's tree has these libraries already, unknown to rpm, and cannot do without them.
  const { code, stderr } = await lab.exec('w1', 'dnf -q -y install lab-netfilter-libs nftables socat')
  expect(code, stderr).toBe(0)
  before = await Promise.all(names.map(read))
  const { exitCode, stdout } = await run('apply', 'cluster.yaml')
  expect(exitCode, stdout).toBe(0)
})
afterAll(() => lab.down())

/** The tests of this file are one story. */
describe('a cluster of two hosts', () => {
  it('is not reset without its name, nor is one node of it', async () => {
    for (const args of [['--yes'], ['--yes', '--cluster', 'other']]) {
      const { exitCode, stderr } = await reset(...args)
      expect(exitCode).toBe(2)
      expect(stderr).toContain('pass --cluster quickstart')
    }
    const { exitCode, stderr } = await reset('--yes', '--cluster', 'quickstart', '--limit', 'w1')
    expect(exitCode).toBe(2)
    expect(stderr).toContain('nodeprep remove')
  })

  it('is planned to be reset: files, packages and units are listed, and nothing changes', async () => {
    const then = await differencesNow()
    const { exitCode, stdout } = await run('reset', 'cluster.yaml', '--plan')
    expect(exitCode, stdout).toBe(4)
    for (const line of ['- package kubelet 1.20.2', '- /etc/crictl.yaml', '- unit crio', '- /var/lib/etcd'])
      expect(stdout).toContain(line)
    expect(await differencesNow()).toEqual(then)
  })

  it('leaves its hosts as they were before the first apply through six kills, but for what the user has changed', async () => {
    await lab.exec('w1', 'echo "timeout: 3" >>/etc/crictl.yaml')
    const steps = ['reset-cluster', 'reset-files', 'reset-packages']
    const kills = ['w1', 'cp1'].flatMap((host) => steps.map((step) => [host, step] as const))
    let said = ''
    for (const [host, step] of kills) {
      const wanted = reset('--yes', '--cluster', 'quickstart')
      const [killed, ended] = await Promise.all([killAt(lab, host, step), wanted])
      expect([killed.code, ended.exitCode], `${host} ${step}: ${ended.stdout}`).toEqual([0, 1])
      said += ended.stdout
    }
    const { exitCode, stdout } = await reset('--yes', '--cluster', 'quickstart')
    expect(exitCode, stdout).toBe(0)
    expect(said + stdout).toContain('/etc/crictl.yaml was changed by somebody else')
    expect(await differencesNow()).toEqual({
      cp1: [],
      w1: [expect.stringMatching(/^file \/etc\/crictl\.yaml: absent/)],
    })
  })

  it('is nothing to a second reset', async () => {
    const { exitCode, events, stdout } = await reset('--yes', '--cluster', 'quickstart')
    expect([exitCode, changes(events)], stdout).toEqual([0, []])
    await lab.exec('w1', 'rm /etc/crictl.yaml')
  })

  it('can be made of the same hosts again', async () => {
    const { exitCode, stdout } = await run('apply', 'cluster.yaml')
    expect(exitCode, stdout).toBe(0)
  })
})
