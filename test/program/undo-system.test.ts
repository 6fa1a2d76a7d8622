import { describe, expect, it } from 'vitest'
import { prelude } from '../../src/program/assets.ts'
import { aptRepository, serveApt } from '../steps/copy/apt-repository.ts'
import { runInCopy, shells, type Script } from '../steps/copy/copy.ts'
import { hosts, programOf } from '../steps/copy/plan.ts'
import { systemctlDouble, unit } from '../steps/copy/systemctl-double.ts'

const calling = (name: string, script: string): Script => ({
  name,
  text: `NP_NONCE=n NP_MODE=apply NP_ID=x NP_RUN=/run/np; mkdir -p /run/np/values
${prelude()}
np_event() { case $1 in warn*) printf '%s\\n' "$1" >&9 ;; esac; }
${script}`,
})
const undoing = (what: string, ...args: string[]) => [
  calling('plan', `${what} check ${args.join(' ')} || echo pending; ${what} changes ${args.join(' ')}`),
  calling('undo', `(set -eu; ${what} apply ${args.join(' ')}); ${what} check ${args.join(' ')} && echo checked`),
]

describe.each(shells)('undone in %s', (shell) => {
  it('packages that an installation added, but for what others need and for edited configuration', async () => {
    const files = {
      'repository.tar': aptRepository([
        { name: 'np-tool', version: '1.20.2-00', depends: 'np-cni', conf: 'as shipped\n' },
        { name: 'np-cni', version: '0.8.7' },
        { name: 'np-lib', version: '1.0', depends: 'np-cni' },
        { name: 'np-mine', version: '1.0', depends: 'np-cni' },
        { name: 'np-older', version: '1.0' },
      ]),
    }
    const steps = [{ kind: 'package', params: { packages: ['np-tool=1.20.2', 'np-lib', 'np-older'], hold: true } }]
    const results = await runInCopy(
      {
        ...{ shell, files, doubles: { systemctl: '#!/bin/sh\n' } },
        prepare: `${serveApt}
echo "deb [trusted=yes] http://127.0.0.1/ /" >/etc/apt/sources.list.d/test.list
dpkg -i /srv/www/np-older_1.0_all.deb`,
      },
      [
        { name: 'apply', text: programOf(steps, hosts.debian12, 'apply') },
        { name: 'edit', text: 'dpkg -i /srv/www/np-mine_1.0_all.deb; echo edited >/etc/np-tool.conf' },
        ...undoing('np_undo_packages', 'dpkg'),
        { name: 'after', text: `dpkg-query -W -f '\${Package} \${db:Status-Abbrev}\\n'; cat /etc/np-tool.conf` },
      ],
    )
    const said = (name: string) => results.get(name)?.output ?? ''
    expect(said('plan'), said('apply')).toContain('pending\n- package np-lib 1.0\n- package np-tool 1.20.2-00\n')
    expect(said('plan')).toContain('- hold of package np-older\n')
    expect(said('undo')).toContain('checked')
    expect(said('undo')).toContain("since others that are not nodeprep's need them: np-cni")
    expect(said('undo')).toContain('it stays as it is: /etc/np-tool.conf')
    expect(said('after')).toBe('np-cni ii \nnp-mine ii \nnp-older ii \nnp-tool rc \nedited\n')
  })

  it('values of sysctl that nobody changed since', async () => {
    const values = { 'net.ipv4.ip_forward': 1, 'net.ipv4.ip_local_port_range': '20000 60000' }
    const steps = [{ kind: 'sysctl', params: { file: '/etc/sysctl.d/99-zz-nodeprep.conf', values } }]
    const results = await runInCopy(
      {
        shell,
        prepare: 'echo 0 >/proc/sys/net/ipv4/ip_forward; echo "10000 50000" >/proc/sys/net/ipv4/ip_local_port_range',
      },
      [
        { name: 'apply', text: programOf(steps, hosts.debian12, 'apply') },
        { name: 'edit', text: 'echo "1024 2048" >/proc/sys/net/ipv4/ip_local_port_range' },
        ...undoing('np_undo_kernel'),
        { name: 'after', text: 'cat /proc/sys/net/ipv4/ip_forward' },
      ],
    )
    const said = (name: string) => results.get(name)?.output ?? ''
    expect(said('plan'), said('apply')).toContain('pending\n- net/ipv4/ip_forward = 1\n+ net/ipv4/ip_forward = 0\n')
    expect(said('undo')).toContain(
      'net/ipv4/ip_local_port_range was changed by somebody else than nodeprep: it stays 1024 2048',
    )
    expect([said('undo').endsWith('checked\n'), said('after')]).toEqual([true, '0\n'])
  })

  it('units: those of before as they were, new ones off', async () => {
    const service = (name: string, params: object) => ({ kind: 'service', params: { name, ...params } })
    const steps = [
      service('runs', { state: 'started' }),
      service('new', { enabled: true, state: 'started' }),
      service('old', { enabled: true, state: 'started' }),
      service('off', { enabled: false, state: 'stopped' }),
      service('mine', { enabled: true, state: 'started' }),
    ]
    const results = await runInCopy(
      {
        ...{ shell, doubles: { systemctl: systemctlDouble } },
        prepare: `${['new', 'old', 'mine'].map((name) => unit(name)).join('\n')}
${unit('runs', { ActiveState: 'active', NeedDaemonReload: 'yes' })}
${unit('off', { ActiveState: 'active', UnitFileState: 'enabled' })}
mkdir -p /var/lib/nodeprep/before; printf '%s.service\\n' old runs off mine >/var/lib/nodeprep/before/unit-files`,
      },
      [
        { name: 'apply', text: programOf(steps, hosts.debian12, 'apply') },
        {
          name: 'edit',
          text: 'systemctl stop mine; systemctl disable mine; mkdir -p /var/lib/nodeprep/owed; : >/var/lib/nodeprep/owed/runs; : >/run/systemctl.log',
        },
        calling('gone', 'np_units_gone check || np_units_gone changes'),
        calling(
          'off',
          'systemctl() { [ "$1 $2" = "disable --now" ] && { command systemctl disable "$3"; command systemctl stop "$3"; } || command systemctl "$@"; }; np_units_gone apply; np_units_gone check && echo checked',
        ),
        ...undoing('np_units_back'),
        { name: 'after', text: 'cat /run/systemctl.log' },
      ],
    )
    const said = (name: string) => results.get(name)?.output ?? ''
    expect(said('gone'), said('apply')).toBe('- unit new running or started at boot\n')
    expect(said('off')).toBe('checked\n')
    expect(said('undo')).toBe('checked\n')
    expect(said('after').trim().split('\n')).toEqual([
      ...['disable new', 'stop new', 'enable off', 'start off', 'disable old', 'stop old', 'restart runs'],
    ])
  })
})
