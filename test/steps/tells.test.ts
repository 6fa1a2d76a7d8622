import { describe, expect, test } from 'vitest'
import { everyShell } from '../shells.ts'
import { aptRepository, serveApt } from './copy/apt-repository.ts'
import { runInCopy, shells, type Setup } from './copy/copy.ts'
import { hosts, outcomes, programOf } from './copy/plan.ts'
import { systemctlDouble, unit } from './copy/systemctl-double.ts'

interface Case extends Omit<Setup, 'shell'> {
  readonly name: string
  readonly kind: string
  readonly params: unknown
  /** What a plan tells, apart from a file's diff. */
  readonly tells: string
}

const sysctlFile = '/etc/sysctl.d/99-zz-nodeprep.conf'
const sysctlRight = `rm -f /etc/sysctl.d/*; echo 'net.ipv4.ip_forward = 1' >${sysctlFile}; chmod 644 ${sysctlFile}; echo 0 >/proc/sys/net/ipv4/ip_forward`
const sysctl = { kind: 'sysctl', params: { file: sysctlFile, values: { 'net.ipv4.ip_forward': 1 } } }
const crio = { kind: 'service', params: { name: 'crio.service', enabled: true, state: 'started' } }
const service = (properties: Readonly<Record<string, string>>) => ({
  ...crio,
  doubles: { systemctl: systemctlDouble },
  prepare: unit('crio.service', { ActiveState: 'active', UnitFileState: 'enabled', ...properties }),
})
const tool = { kind: 'package', params: { packages: ['np-tool=1.20.2', 'np-cni'], hold: true } }
const files = {
  'repository.tar': aptRepository([
    { name: 'np-tool', version: '1.20.2-00' },
    { name: 'np-tool', version: '1.20.1-00' },
  ]),
}
const installed = (deb: string) => `${serveApt}\ndpkg -i /srv/www/${deb}_all.deb`
const crictl = { kind: 'file', params: { path: '/etc/crictl.yaml', content: 'x' } }

const cases: readonly Case[] = [
  {
    name: 'a kernel parameter that the kernel has otherwise',
    ...sysctl,
    prepare: sysctlRight,
    tells: '- net.ipv4.ip_forward: 0\n+ net.ipv4.ip_forward: 1\n',
  },
  {
    name: 'the file that wins over ours, and none that is read before it',
    ...sysctl,
    prepare: `${sysctlRight}; for name in 50-a.conf zzz.conf; do echo net/ipv4/ip_forward=0 >/etc/sysctl.d/$name; done`,
    tells:
      '- net.ipv4.ip_forward: 0\n+ net.ipv4.ip_forward: 1\n  /etc/sysctl.d/zzz.conf also sets it and takes precedence\n',
  },
  { name: 'nothing of a file that differs: its diff says it', ...sysctl, prepare: `rm -f ${sysctlFile}`, tells: '' },
  {
    name: 'a module that is listed and not loaded',
    kind: 'kernelModule',
    params: { name: 'np_test' },
    prepare:
      'echo np_test >/etc/modules-load.d/nodeprep-np_test.conf; chmod 644 /etc/modules-load.d/nodeprep-np_test.conf',
    tells: '- module np_test: not in the kernel\n+ module np_test: loaded\n',
  },
  {
    name: 'swap in use, and in fstab',
    kind: 'swap',
    params: { state: 'off' },
    prepare: `printf 'Filename\\tType\\tSize\\tUsed\\tPriority\\n/dev/vdb partition 1 0 -2\\n' >/run/swaps; mount --bind /run/swaps /proc/swaps
      echo '/dev/vdb none swap sw 0 0' >/etc/fstab; rm -rf /etc/systemd/system/*.wants`,
    tells: '- swap in use: /dev/vdb\n- /etc/fstab: /dev/vdb none swap sw 0 0\n',
  },
  {
    name: 'SELinux that enforces now, and at the next boot',
    kind: 'selinux',
    params: { mode: 'permissive' },
    prepare: `rm -rf /etc/selinux; mkdir /sys/fs/selinux /etc/selinux; printf 1 >/sys/fs/selinux/enforce; echo SELINUX=enforcing >/etc/selinux/config`,
    tells:
      '- SELinux now: enforcing\n+ SELinux now: permissive\n- /etc/selinux/config: SELINUX=enforcing\n+ /etc/selinux/config: SELINUX=permissive\n',
  },
  {
    name: 'a unit that is disabled and does not run',
    ...service({ UnitFileState: 'disabled', ActiveState: 'failed' }),
    tells: '- crio.service: disabled\n+ crio.service: enabled\n- crio.service: failed\n+ crio.service: active\n',
  },
  {
    name: 'a unit that is masked, and nothing more of it',
    ...service({ LoadState: 'masked', UnitFileState: 'masked', ActiveState: 'inactive' }),
    tells: '- crio.service: masked\n+ crio.service: loaded, not masked\n',
  },
  {
    name: 'a unit whose files were changed, and that owes a restart',
    ...service({ NeedDaemonReload: 'yes' }),
    prepare: `${service({ NeedDaemonReload: 'yes' }).prepare}\nmkdir -p /var/lib/nodeprep/owed; : >/var/lib/nodeprep/owed/crio.service`,
    tells:
      '- crio.service: loaded before its unit files changed\n+ crio.service: reloaded\n- crio.service: restart pending\n+ crio.service: restarted\n',
  },
  { name: 'nothing of a unit that is not there', ...crio, doubles: { systemctl: systemctlDouble }, tells: '' },
  {
    name: 'a package that is not held, and one that is missing',
    ...tool,
    files,
    prepare: installed('np-tool_1.20.2-00'),
    tells: '- np-tool: not held\n+ np-tool: held\n+ np-cni\n',
  },
  {
    name: 'a package of another version',
    ...tool,
    files,
    prepare: `${installed('np-tool_1.20.1-00')}; apt-mark hold np-tool`,
    tells: '- np-tool: 1.20.1-00\n+ np-tool: 1.20.2\n+ np-cni\n',
  },
  {
    name: "a file's mode and owner",
    ...crictl,
    prepare: 'echo x >/etc/crictl.yaml; chmod 666 /etc/crictl.yaml; chown daemon:adm /etc/crictl.yaml',
    tells: '- /etc/crictl.yaml: 666 daemon adm\n+ /etc/crictl.yaml: 644 root root\n',
  },
  {
    name: "a folder's mode",
    kind: 'file',
    params: { path: '/etc/np', state: 'directory' },
    prepare: 'mkdir -m 700 /etc/np',
    tells: '- /etc/np: 700 root root\n+ /etc/np: 755 root root\n',
  },
]

const told = (output: string) =>
  Buffer.from(/ before 1 changes ([A-Za-z0-9+/=]*)/.exec(output)?.[1] ?? '', 'base64').toString('utf8')

describe.each(everyShell ? shells : (['dash'] as const))('a plan in %s tells', (shell) => {
  test.each(cases)('$name', async ({ kind, params, tells, name: _, ...setup }) => {
    const text = programOf([{ kind, params }], hosts.debian12, 'check')
    const results = await runInCopy({ ...setup, shell }, [{ name: 'plan', text }])
    const output = results.get('plan')?.output ?? ''
    expect(outcomes(output), output).toEqual(['would'])
    expect(told(output), output).toBe(tells)
    expect(results.get('plan')).toMatchObject({ changed: '' })
  })
})
