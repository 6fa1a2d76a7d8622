import { describe, expect, it } from 'vitest'
import { initPid } from './boot.ts'
import { uniqueId, useLab } from './fixture.ts'
import { createLab, opsPassword, type Lab } from './lab.ts'
import { until } from './processes.ts'
import { tryRun, type RunResult } from './run.ts'

async function ssh(lab: Lab, target: string, command: string, options: readonly string[] = []): Promise<RunResult> {
  const args = ['ssh', '-F', lab.ssh.configFile, '-o', 'BatchMode=yes', ...options, target, command]
  return tryRun('nsenter', [`--net=${lab.netns}`, ...args])
}

describe('a lab with every kind of host', () => {
  const kinds = ['debian12', 'debian11', 'centos', 'debian13'] as const
  const lab = useLab({ hosts: kinds.map((kind) => ({ name: kind, kind })) })

  it.each(kinds)('boots a %s host until its systemd says running', async (name) => {
    expect((await lab().exec(name, 'systemctl is-system-running; systemctl --failed --no-legend')).stdout).toBe(
      'running\n',
    )
  })

  it.each(kinds)('loads kernel modules in a %s host', async (name) => {
    expect(await lab().exec(name, 'modprobe -a overlay br_netfilter')).toMatchObject({ code: 0, stderr: '' })
    expect((await lab().exec(name, 'cat /proc/sys/net/bridge/bridge-nf-call-iptables')).code).toBe(0)
  })

  it('lets every user in by ssh with the right rights, and checks host keys', async () => {
    for (const name of kinds) {
      expect(await ssh(lab(), name, 'hostname; id -un')).toMatchObject({ code: 0, stdout: `${name}\nroot\n` })
      expect((await ssh(lab(), `deploy@${name}`, 'sudo -n id -u')).stdout).toBe('0\n')
      expect((await ssh(lab(), `ops@${name}`, 'sudo -n id -u')).code).not.toBe(0)
      expect((await ssh(lab(), `ops@${name}`, `echo ${opsPassword} | sudo -S id -u`)).stdout).toBe('0\n')
      expect((await ssh(lab(), `nobody-special@${name}`, 'sudo -n id -u')).code).not.toBe(0)
    }
    const unknown = await ssh(lab(), 'debian12', 'true', ['-o', 'UserKnownHostsFile=/dev/null'])
    expect(unknown).toMatchObject({ code: 255, stdout: '' })
  })

  it('gives each host its own identity and its own package manager', async () => {
    const ask = 'cat /etc/machine-id /proc/sys/kernel/random/boot_id; ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub'
    const answers = await Promise.all(kinds.map(async (name) => (await lab().exec(name, ask)).stdout))
    expect(new Set(answers).size).toBe(kinds.length)
    expect((await lab().exec('centos', 'dnf --version && rpm -qa')).code).toBe(0)
    expect((await lab().exec('centos', 'command -v apt-get || command -v dpkg')).code).not.toBe(0)
    expect((await lab().exec('debian11', 'command -v apt-get')).stdout).toBe('/usr/bin/apt-get\n')
    expect((await lab().exec('debian11', 'command -v curl || command -v python3')).code).not.toBe(0)
  })

  it('leaves no way out of its network', async () => {
    expect((await lab().exec('debian12', 'ping -c 1 -W 1 10.77.0.12')).code).toBe(0)
    expect((await lab().exec('debian12', 'cat /proc/sys/net/ipv4/ip_forward; ip route get 192.0.2.1')).stdout).toMatch(
      /^0\n.* via 10\.77\.0\.1 /,
    )
    expect((await tryRun('nsenter', [`--net=${lab().netns}`, 'ip', '-brief', 'route', 'show', 'default'])).stdout).toBe(
      '',
    )
  })

  it('has control groups in which units and scopes are confined', async () => {
    for (const name of kinds) {
      const { code, stdout } = await lab().exec(name, 'systemd-run --scope -q -p MemoryMax=64M cat /proc/self/cgroup')
      expect(code).toBe(0)
      expect(stdout).toMatch(/\/system\.slice\/run-.*\.scope/)
    }
  })

  it('keeps the disk of a host without power and forgets the rest; a reset forgets the disk too', async () => {
    await lab().exec('debian12', 'touch /root/on-disk /run/in-memory; ip link add gone type veth')
    const boot = (await lab().exec('debian12', 'cat /proc/sys/kernel/random/boot_id')).stdout
    await lab().powerOff('debian12')
    expect((await ssh(lab(), 'debian12', 'true', ['-o', 'ConnectTimeout=2'])).code).toBe(255)
    await expect(lab().exec('debian12', 'true')).rejects.toThrow(/is off/)
    await lab().powerOn('debian12')
    const look = 'ls /root/on-disk /run/in-memory 2>/dev/null; ip link show gone 2>/dev/null'
    expect((await lab().exec('debian12', look)).stdout).toBe('/root/on-disk\n')
    expect((await lab().exec('debian12', 'cat /proc/sys/kernel/random/boot_id')).stdout).not.toBe(boot)
    await lab().reset('debian12')
    expect((await lab().exec('debian12', look)).stdout).toBe('')
    expect((await ssh(lab(), 'debian12', 'hostname')).stdout).toBe('debian12\n')
  })

  it('boots a host again that powered itself off', async () => {
    await lab().exec('debian13', 'systemctl poweroff')
    await until('the host to be off', 60, async () => (await initPid(lab().id, 'debian13')) === undefined)
    await lab().powerOn('debian13')
    expect((await ssh(lab(), 'debian13', 'hostname')).stdout).toBe('debian13\n')
    await expect(lab().powerOn('debian13')).rejects.toThrow(/is on already/)
  })

  it('takes in another host, whose name the others learn', async () => {
    await lab().addHost({ name: 'late', kind: 'debian11' })
    expect((await ssh(lab(), 'late', 'hostname')).stdout).toBe('late\n')
    expect((await lab().exec('centos', 'ping -c 1 -W 1 late')).code).toBe(0)
  })
})

describe('two labs at once', () => {
  const lab = useLab({ hosts: [{ name: 'one', kind: 'debian12' }] })

  it('do not disturb each other, though their addresses are the same', async () => {
    const other = await createLab({ id: uniqueId(), hosts: [{ name: 'two', kind: 'debian12' }] })
    try {
      expect(other.host('two').address).toBe(lab().host('one').address)
      expect((await ssh(other, 'two', 'hostname')).stdout).toBe('two\n')
    } finally {
      await other.down()
    }
    expect((await ssh(lab(), 'one', 'hostname; systemctl is-system-running')).stdout).toBe('one\nrunning\n')
  })
})

it('boots hosts with cgroup version 2 as well', async () => {
  const lab = await createLab({ id: uniqueId(), hosts: [{ name: 'new', kind: 'debian12' }], cgroup: 'v2' })
  try {
    expect((await lab.exec('new', 'stat -f -c %T /sys/fs/cgroup; cat /proc/self/cgroup | tail -1')).stdout).toBe(
      'cgroup2fs\n0::/lab-exec\n',
    )
    expect((await lab.exec('new', 'systemd-run --scope -q cat /proc/self/cgroup')).stdout).toContain('.scope\n')
  } finally {
    await lab.down()
  }
})
