import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { HostEnded } from '../../src/report/event.ts'
import { environment, eventsOf } from '../bench/bed.ts'
import { runOnce } from '../bench/measure.ts'
import { packageCopy } from '../bench/package-copy.ts'
import { makeScaleBed, onHost, type ScaleBed } from '../bench/scale/scale-bed.ts'
import { useLab } from '../lab/fixture.ts'
import { aptInstall, exists } from '../lab/tools.ts'
import { misbehaving, type Misbehaving } from './misbehaving-hosts.ts'

const playbook = `apiVersion: nodeprep.dev/v1alpha1
kind: Playbook
metadata: { name: some, description: a step that prints 50 MB where it is told to }
steps:
  - id: flood
    command:
      title: nothing is left to be printed
      check: '[ ! -e /var/lib/nodeprep/flood ]'
      apply: 'yes | head -c 50000000; rm /var/lib/nodeprep/flood'
  - id: file
    file: { path: /etc/nodeprep-some, content: "some\\n" }
`
const transports = ['ssh', 'openssh'] as const
const hosts = Object.entries(misbehaving).map(([name, host], i) => ({ name, host, number: i + 1 }))
/** Each host is there once for each transport. */
const addressOf = (name: string, transport: string): string =>
  `127.2.${transport.length}.${hosts.find((one) => one.name === name)?.number ?? 0}`
const addressesOf = (name: string): string[] => transports.map((transport) => addressOf(name, transport))

const labOf = useLab({ hosts: [{ name: 'cp1', kind: 'debian12' }] })
let folder: string
let ends: ReadonlyMap<string, HostEnded>
let said: string
let memory: number

beforeAll(async () => {
  if (!(await exists('/usr/bin/time'))) await aptInstall(['time'])
  folder = await mkdtemp(join(tmpdir(), 'nodeprep-misbehaving-'))
  await writeFile(join(folder, 'some.yaml'), playbook)
  const bed = await makeScaleBed(labOf(), folder, await packageCopy(folder), join(folder, 'some.yaml'))
  await spoil(bed)
  await runOnAll(bed)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Makes every host as bad as it is to be. */
async function spoil(bed: ScaleBed): Promise<void> {
  const users: string[] = []
  const config: string[] = ['AuthorizedKeysFile /root/.ssh/authorized_keys', 'StrictModes no', 'Banner none']
  const match: string[] = []
  const wrong: string[] = []
  for (const { name, host, number } of hosts) {
    for (const address of addressesOf(name)) if (host.wrong !== undefined) wrong.push(`${address} ${host.wrong}`)
    if (host.sshd !== undefined) match.push(`Match LocalAddress ${addressesOf(name).join(',')}`, ...host.sshd)
    if (isUser(host)) users.push(userLine(host, number))
    for (const address of addressesOf(name)) if (host.server !== undefined) await startServer(bed, address, host.server)
  }
  await onHost(bed, users.join('\n'))
  await onHost(bed, 'cat >/root/wrong-hosts', `${wrong.join('\n')}\n`)
  await onHost(
    bed,
    'seq 300 >/root/banner; chmod 755 /root; chmod 644 /root/.ssh/authorized_keys; chmod 755 /root/.ssh',
  )
  const own = ['Match User u*', 'ForceCommand none', 'Match all', 'ForceCommand exec perl /root/host-of-its-own.pl']
  const kept = (await onHost(bed, 'grep -v ForceCommand /root/sshd_config')).trim()
  await onHost(bed, 'cat >/root/sshd_config', `${[kept, ...config, ...match, ...own].join('\n')}\n`)
  await onHost(bed, 'kill -HUP "$(pgrep -f "^sshd: /usr/sbin/sshd -f|^/usr/sbin/sshd -f")"')
}

const isUser = ({ bashrc, shell, homeless }: Misbehaving): boolean =>
  [bashrc, shell, homeless].some((one) => one !== undefined)

function userLine({ bashrc = '', shell = '/bin/bash', homeless }: Misbehaving, number: number): string {
  const home = `/home/u${number}`
  const made = `useradd -m -p '*' -s ${shell} u${number}; echo 'u${number} ALL=(ALL:ALL) NOPASSWD: ALL' >/etc/sudoers.d/u${number}`
  return `${made}; printf '%s\\n' '${bashrc}' >${home}/.bashrc${homeless ? `; rm -r ${home}` : ''}`
}

/** A server on port 2300 of the host's address, in place of an sshd. */
async function startServer(bed: ScaleBed, address: string, answer: string): Promise<void> {
  const program = `use IO::Socket::INET; $SIG{PIPE} = "IGNORE"; $SIG{CHLD} = "IGNORE";
my $s = IO::Socket::INET->new(LocalAddr => "${address}", LocalPort => 2300, Listen => 9, ReuseAddr => 1) or die;
while (my $c = $s->accept) { next if fork; ${answer}; exit } continue { }
`
  await onHost(
    bed,
    `cat >/root/server-${address}; setsid perl /root/server-${address} >/dev/null 2>&1 </dev/null &`,
    program,
  )
}

async function runOnAll(bed: ScaleBed): Promise<void> {
  const key = (await onHost(bed, 'cut -d" " -f1,2 /etc/ssh/ssh_host_ed25519_key.pub')).trim()
  const known = hosts
    .flatMap(({ name }) => addressesOf(name))
    .flatMap((address) => [`${address} ${key}\n`, `[${address}]:2300 ${key}\n`])
  await writeFile(join(folder, 'known'), known.join(''))
  const lines = transports.flatMap((transport) => hosts.map((one) => hostLine(bed, one, transport)))
  const text = `apiVersion: nodeprep.dev/v1alpha1
kind: Cluster
metadata: { name: misbehaving }
spec:
  kubernetes: { version: 1.20.2 }
  cni: none
  ignoreChecks: [cri-o-source, hostname, machine-id, product-uuid, address]
  ssh: { user: root, identityFile: ${bed.lab.ssh.identityFile}, knownHostsFile: ${join(folder, 'known')} }
  hosts:
${lines.join('')}`
  await writeFile(join(folder, 'all.yaml'), text)
  const args = [
    'playbook',
    'run',
    bed.playbook,
    join(folder, 'all.yaml'),
    '--yes',
    '--output',
    'json',
    '--concurrency',
    '20',
  ]
  const { stdout, stderr } = await runOnce({
    name: 'nodeprep',
    command: ['/usr/bin/time', '-f', 'KIB %M', 'nsenter', `--net=${bed.netns}`, process.execPath, bed.bundle, ...args],
    cwd: folder,
    env: environment(folder),
    verify: ({ stdout, stderr }) => {
      if (stdout === '') throw new Error(stderr)
    },
  })
  const events = eventsOf(stdout)
  ends = new Map(events.flatMap((event) => (event.type === 'host-ended' ? [[event.host, event]] : [])))
  said = events.flatMap((event) => (event.type === 'note' ? [`${event.host ?? ''} ${event.message}\n`] : [])).join('')
  memory = Number(/KIB (\d+)/.exec(stderr)?.[1]) / 1024
}

function hostLine(bed: ScaleBed, { name, host, number }: (typeof hosts)[number], transport: string): string {
  const ssh = [`transport: ${transport}`]
  if (isUser(host)) ssh.push(`user: u${number}, become: { method: sudo }`)
  if (host.server !== undefined) ssh.push('port: 2300')
  if (host.via !== undefined)
    ssh.push(
      `bastion: { address: ${addressOf(host.via, transport)}, user: root, identityFile: ${bed.lab.ssh.identityFile} }`,
    )
  const role = `${name}-${transport}` === 'good-ssh' ? 'control-plane' : 'worker'
  return `    - { name: ${name}-${transport}, address: ${addressOf(name, transport)}, role: ${role}, ssh: { ${ssh.join(', ')} } }\n`
}

describe.each(transports)('by transport %s', (transport) => {
  it.each(hosts)('a run ends well with a host of the kind $name', ({ name, host }) => {
    const end = ends.get(`${name}-${transport}`)
    if (host.ends === 'ok')
      return expect([end?.error, end?.outcome]).toEqual([undefined, expect.stringMatching(/ok|changed/)])
    const [code, message, remedy] = host.ends
    expect(end?.error).toMatchObject({
      code,
      message: expect.stringMatching(message) as string,
      remedy: expect.stringMatching(remedy) as string,
    })
  })

  it('a host that is slow after the log-in is said to be waited for', () => {
    expect(said).toContain(`slow-facts-${transport} logged in; waiting for its login shell to give the facts\n`)
  })
})

it('memory stays bounded, whatever hosts print', () => {
  expect(memory).toBeLessThan(300)
})
