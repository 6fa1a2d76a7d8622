import { execa } from 'execa'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { command } from '../e2e/nodeprep.ts'
import type { Event } from '../../src/report/event.ts'
import { useLab } from './fixture.ts'
import { FORGED, HONEST_LINE, liar, OFFERED_MIB } from './hostile-host.ts'

const GENUINE = 'genuine-join-0123456789'
const MEBIBYTE = 1 << 20
const honest = ['h1', 'h2']

/** It is there under the name that `apply` looks for, and gives a value across hosts as joining does. */
const playbook = `apiVersion: nodeprep.dev/v1alpha1
kind: Playbook
metadata: { name: cluster, description: two honest hosts and one that is not }
steps:
  - id: gives
    when: "{{eq host.name 'evil'}}"
    provides: [own]
    value: { title: a value of its own, script: echo own }
  - id: slow
    when: "{{eq host.name 'h1'}}"
    command:
      title: the line is printed while the other host lies
      check: '[ -e /root/printed ]'
      apply: 'sleep 4; echo ${HONEST_LINE}; : >/root/printed'
  - id: join
    when: "{{eq host.name 'h1'}}"
    provides: [join]
    value: { title: how to join, script: echo ${GENUINE} }
  - id: joined
    when: "{{eq host.name 'h2'}}"
    awaits: [join]
    command:
      title: it has joined
      check: '[ -e /root/joined ]'
      apply: 'cp "$NP_RUN/values/join" /root/joined'
  - id: file
    file: { path: /etc/nodeprep-hostile, content: "honest\\n" }
`

const labOf = useLab({ hosts: ['evil', ...honest].map((name) => ({ name, kind: 'debian12' })) })
let cwd: string

beforeAll(async () => {
  const lab = labOf()
  cwd = await mkdtemp(join(tmpdir(), 'nodeprep-hostile-host-'))
  await mkdir(join(cwd, 'books'))
  await writeFile(join(cwd, 'books/cluster.yaml'), playbook)
  const hosts = lab.hosts.map(
    ({ name, address }) =>
      `    - { name: ${name}, address: ${address}, role: ${name === 'evil' ? 'control-plane' : 'worker'} }\n`,
  )
  await writeFile(
    join(cwd, 'cluster.yaml'),
    `apiVersion: nodeprep.dev/v1alpha1
kind: Cluster
metadata: { name: hostile }
spec:
  kubernetes: { version: 1.20.2 }
  cni: none
  ignoreChecks: [cri-o-source, cpu]
  ssh: { user: root, identityFile: ${lab.ssh.identityFile}, knownHostsFile: ${lab.ssh.knownHostsFile} }
  hosts:
${hosts.join('')}`,
  )
  await lab.exec('evil', 'cat >/root/liar.pl', liar)
  const { code, stderr } = await lab.exec(
    'evil',
    `perl -c /root/liar.pl && echo 'ForceCommand exec perl /root/liar.pl' >>/etc/ssh/sshd_config && systemctl reload ssh`,
  )
  if (code !== 0) throw new Error(stderr)
})
afterAll(() => rm(cwd, { recursive: true, force: true }))

/** Runs `apply` of the bundle, and sees how much memory it ever had. */
async function apply(...more: readonly string[]) {
  const options = ['--playbooks', 'books', '--output', 'json', '--log-file', 'run.log', ...more]
  const [file, ...args] = command(labOf(), ['apply', 'cluster.yaml', ...options])
  const child = execa(file, args, { cwd, reject: false, stdin: 'ignore', env: { NO_COLOR: '1', XDG_STATE_HOME: cwd } })
  let peak = 0
  const ended = child.then(() => true)
  while (!(await Promise.race([ended, sleep(50)]))) {
    const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '')
    peak = Math.max(peak, Number(/VmHWM:\s*(\d+)/.exec(status)?.[1] ?? 0) / 1024)
  }
  const { exitCode, stdout, stderr } = await child
  const events = stdout.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Event]))
  return { exitCode, stdout, stderr, events, peak }
}

/** Makes sure that the last run kept and ran nothing that it was not to, and that the liar has said all of it. */
async function nothingKept(knownHosts: string): Promise<void> {
  const lab = labOf()
  const sent = await lab.exec('evil', 'cat /root/sent; rm /root/sent')
  expect(Number(sent.stdout)).toBeGreaterThan(600 * MEBIBYTE)
  expect((await lab.exec('evil', 'cat /root/heard')).stdout).not.toContain(Buffer.from(GENUINE).toString('base64'))
  expect(await readFile(lab.ssh.knownHostsFile, 'utf8')).toBe(knownHosts)
  expect((await readdir(cwd)).sort()).toEqual(['books', 'cluster.yaml', 'run.log'])
  expect((await readdir(tmpdir())).filter((name) => name.startsWith('canary'))).toEqual([])
  for (const host of honest) {
    const found = await lab.exec(
      host,
      `find / -xdev -name 'canary*'; grep -rl ${FORGED} /root /etc /var/lib /run/nodeprep`,
    )
    expect(found.stdout).toBe('')
  }
}

/** What would move a cursor, ring a bell or begin an event. */
const control = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/

it('a host that lies in every way at once beside two honest ones: those converge, and nothing of its lies is believed or kept', async () => {
  const knownHosts = await readFile(labOf().ssh.knownHostsFile, 'utf8')
  const { exitCode, stdout, stderr, events, peak } = await apply()
  const ends = events.flatMap((event) => (event.type === 'host-ended' ? [`${event.host} ${event.outcome}`] : []))
  expect([exitCode, ends.sort()], stderr + stdout.slice(-3000)).toEqual([
    1,
    ['evil failed', 'h1 changed', 'h2 changed'],
  ])
  expect(events.findLast((event) => event.type === 'host-ended' && event.host === 'evil')).toMatchObject({
    error: { code: 'protocol', message: '[not shown: this host holds more secrets than can be recognised]' },
  })
  expect(peak).toBeGreaterThan(30)
  expect(peak).toBeLessThan(300)

  expect((await labOf().exec('h2', 'cat /root/joined')).stdout.trim()).toBe(GENUINE)
  const others = JSON.stringify(events.filter((event) => 'host' in event && event.host !== 'evil'))
  expect(others).not.toMatch(new RegExp(`${FORGED}|z{9}|${Buffer.from(FORGED).toString('base64')}`))
  expect(others).toContain(HONEST_LINE)
  expect(stdout).not.toContain(GENUINE)
  // What it prints is shown as text, up to a bound.
  expect(stdout).toContain('canary-output')
  expect(stdout.length).toBeGreaterThan(3 * MEBIBYTE)
  const log = await readFile(join(cwd, 'run.log'), 'utf8')
  for (const text of [stdout, log, stderr]) expect(control.exec(text)).toBeNull()
  for (const line of stdout.split('\n')) if (line !== '') expect(control.exec(textsOf(JSON.parse(line)))).toBeNull()
  expect((await stat(join(cwd, 'run.log'))).size).toBeLessThan(24 * MEBIBYTE)
  expect(events.some((event) => event.type === 'note' && event.message.includes('reboot'))).toBe(false)
  await nothingKept(knownHosts)
})

it(`a kubeconfig of ${OFFERED_MIB} MiB, and one that runs a program, are not saved`, async () => {
  const knownHosts = await readFile(labOf().ssh.knownHostsFile, 'utf8')
  await rm(join(cwd, 'run.log'))
  await labOf().exec('evil', 'touch /root/control-plane')
  const { exitCode, stdout, stderr, peak } = await apply('--kubeconfig', 'admin.conf')
  expect([exitCode, stderr], stdout.slice(-3000)).toEqual([
    1,
    expect.stringContaining('the admin kubeconfig was not saved'),
  ])
  expect(peak).toBeLessThan(300)
  await nothingKept(knownHosts)
})

/** All texts in a value but for line ends and tabs, which a text may have. */
function textsOf(value: unknown): string {
  if (typeof value === 'string') return value.replaceAll(/[\n\t]/g, '')
  if (typeof value !== 'object' || value === null) return ''
  return Object.values(value).map(textsOf).join('')
}
