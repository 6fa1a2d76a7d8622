import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ownOperationText } from '../docs/own-operation.ts'
import { ensureArtifacts } from '../lab/artifacts/index.ts'
import { createLab, type Lab } from '../lab/lab.ts'
import { clusterFolder, writeCluster } from './cluster-file.ts'
import { hostFiles } from './host-files.ts'
import { changes, nodeprep } from './nodeprep.ts'

const three = ['cp1', 'cp2', 'cp3']
let lab: Lab
let cwd: string

// Hosts of a lab have their addresses in order. Without the smoke test, for the reason that resume.test.ts has.
const edit = (text: string): string =>
  text.replace('version: 1.20.2, ', '$&controlPlaneEndpoint: "10.77.0.11:6443", ').replace('  smokeTest: nginx\n', '')
const run = (...args: string[]) => nodeprep(lab, args, { cwd })
const apply = () => run('apply', 'cluster.yaml', '--output', 'json')
/** Names of etcd's members, by its own API: the image of the lab has no etcdctl. */
async function members(): Promise<readonly string[]> {
  const request =
    'POST /v3/cluster/member/list HTTP/1.0\\r\\nContent-Type: application/json\\r\\nContent-Length: 2\\r\\n\\r\\n{}'
  const pki = '/etc/kubernetes/pki/etcd'
  const { stdout } = await lab.exec(
    'cp1',
    `printf '${request}' | socat -T 10 -,ignoreeof OPENSSL:127.0.0.1:2379,cafile=${pki}/ca.crt,cert=${pki}/healthcheck-client.crt,key=${pki}/healthcheck-client.key`,
  )
  return [...stdout.matchAll(/"name":"([^"]*)"/g)].map(([, name = '']) => name).sort()
}

beforeAll(async () => {
  const hosts = three.map((name) => ({ name, kind: 'debian12' }) as const)
  lab = await createLab({ id: `members-${process.pid}`, hosts, artifacts: await ensureArtifacts() })
  cwd = await clusterFolder(lab, three, edit)
  const { exitCode, stdout } = await apply()
  expect(exitCode, stdout).toBe(0)
})
afterAll(() => lab.down())

/** The tests of this file are one story. */
describe('three control planes', () => {
  it('are planned without changing one byte, also below /root', async () => {
    const all = () => Promise.all(three.map((host) => hostFiles(lab, host)))
    const before = await all()
    const { exitCode, stdout } = await run('plan', 'cluster.yaml')
    expect(exitCode, stdout).toBe(0)
    expect(await all()).toEqual(before)
    expect(before[0]).toContain('/root/.kube/config ')
  })

  it('case 13: one of them reinstalled under its name joins again in one apply, in place of its former member', async () => {
    await lab.reset('cp3')
    const { exitCode, events, stdout } = await apply()
    expect(exitCode, stdout).toBe(0)
    expect(stdout).toMatch(/cp3.*(member|etcd)/)
    expect(changes(events)).toContain('cp3 kubeadm-join changed')
    expect(await members()).toEqual(three)
    const again = await apply()
    expect([again.exitCode, changes(again.events)]).toEqual([0, []])
  })
})

describe('case 14: a worker from which port 6443 of the control plane is cut off', () => {
  const drop = (option: string) =>
    lab.exec('cp1', `iptables ${option} INPUT ! -s 10.77.0.14 -j ACCEPT && iptables ${option} INPUT -j DROP`)

  it('is refused before kubeadm starts, with the port, both hosts and the firewall', async () => {
    await lab.addHost({ name: 'w1', kind: 'debian12' })
    await writeCluster(lab, cwd, [...three, 'w1'], edit)
    expect((await drop('-A')).code).toBe(0)
    const { exitCode, events, stdout } = await apply()
    expect(exitCode, stdout).toBe(1)
    expect(stdout).toContain(
      '10.77.0.11:6443 cannot be reached from w1: no answer. iptables filters what comes in on cp1.',
    )
    expect(changes(events)).toContain('w1 kubeadm-join failed')
    expect((await lab.exec('w1', 'ls /var/lib/nodeprep/kubeadm-join.started')).code).not.toBe(0)
  })

  const kubelets = (option: string) =>
    Promise.all(
      three.map(async (cp) => {
        const rule = `iptables ${option} OUTPUT -p tcp --dport 10250 -d 10.77.0.14 -j DROP`
        expect((await lab.exec(cp, rule)).code).toBe(0)
      }),
    )
  const cutOff = 'port 10250 of w1 cannot be reached from the control plane'

  it('joins once the port is open, in an apply that fails while its kubelet cannot be reached', async () => {
    expect((await drop('-D')).code).toBe(0)
    await kubelets('-I')
    const { exitCode, events, stdout } = await apply()
    expect(exitCode, stdout).toBe(1)
    expect(changes(events)).toContain('w1 kubeadm-join changed')
    expect(stdout).toContain(cutOff)
  })

  it('fails verify until then', async () => {
    const before = await run('verify', 'cluster.yaml')
    expect(before.exitCode, before.stdout).toBe(1)
    expect(before.stdout).toContain(cutOff)
    await kubelets('-D')
    const { exitCode, stdout } = await apply()
    expect(exitCode, stdout).toBe(0)
    const verified = await run('verify', 'cluster.yaml')
    expect(verified.exitCode, verified.stdout).toBe(0)
  })
})

describe('an operation of the user', () => {
  const operate = (...args: string[]) =>
    run('operation', 'run', 'journal-limit', 'cluster.yaml', '--playbooks', 'books', '--output', 'json', ...args)
  const limit = async (host: string) => (await lab.exec(host, 'cat /etc/systemd/journald.conf.d/limit.conf')).stdout

  it('is planned without changing anything', async () => {
    await mkdir(join(cwd, 'books'))
    await writeFile(join(cwd, 'books/journal-limit.yaml'), ownOperationText('journal-limit'))
    const { exitCode, events, stdout } = await operate('--plan', '--out', 'plan.json', '--set', 'gigabytes=2')
    expect(exitCode, stdout).toBe(4)
    expect(changes(events).filter((change) => change.endsWith('would-change'))).toHaveLength(8)
    expect((await lab.exec('w1', 'ls /etc/systemd/journald.conf.d/limit.conf')).code).not.toBe(0)
  })

  it('changes one node after the other, the control plane that leads last, and then nothing any more', async () => {
    const { exitCode, events, stdout } = await run('apply', 'plan.json', '--output', 'json')
    expect(exitCode, stdout).toBe(0)
    expect(changes(events).filter((change) => change.includes(' journal-limit '))).toEqual(
      ['w1', 'cp2', 'cp3', 'cp1'].map((host) => `${host} journal-limit changed`),
    )
    for (const host of [...three, 'w1']) expect(await limit(host)).toContain('SystemMaxUse=2G')
    const stale = await run('apply', 'plan.json', '--output', 'json')
    expect(stale.exitCode, stale.stdout).not.toBe(0)
    expect(stale.stdout + stale.stderr).toContain('the plan is out of date')
    const again = await operate('--yes', '--set', 'gigabytes=2')
    expect([again.exitCode, changes(again.events)]).toEqual([0, []])
    expect((await operate('--plan', '--set', 'gigabytes=2')).exitCode).toBe(0)
  })

  it('leaves the other nodes alone where one fails, and goes on there the next time', async () => {
    await lab.exec(
      'w1',
      'chattr +i /etc/systemd/journald.conf.d/limit.conf || mount --bind -o ro /etc/systemd/journald.conf.d /etc/systemd/journald.conf.d',
    )
    const { exitCode, events, stdout } = await operate('--yes', '--set', 'gigabytes=3')
    expect(exitCode, stdout).toBe(1)
    expect(changes(events)).toContain('w1 journal-limit failed')
    for (const host of three) expect(await limit(host)).toContain('SystemMaxUse=2G')
    await lab.exec('w1', 'chattr -i /etc/systemd/journald.conf.d/limit.conf; umount /etc/systemd/journald.conf.d')
    const again = await operate('--yes', '--set', 'gigabytes=3')
    expect(again.exitCode, again.stdout).toBe(0)
    for (const host of [...three, 'w1']) expect(await limit(host)).toContain('SystemMaxUse=3G')
  })
})
