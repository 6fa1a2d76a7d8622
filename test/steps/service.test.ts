import { expect, test } from 'vitest'
import { runInCopy } from './copy/copy.ts'
import { hosts, outcomes, programOf } from './copy/plan.ts'
import { systemctlDouble, unit } from './copy/systemctl-double.ts'
import { testConverges, testFails, testGolden, testRefused } from './copy/tests.ts'

const crio = { name: 'crio.service', enabled: true, state: 'started', restartedBy: ['config'] }

testGolden('service', [
  { name: 'running', params: crio },
  { name: 'enabled-only', params: { name: 'kubelet', enabled: true, restartedBy: ['drop-in'] } },
  { name: 'stopped', params: { name: 'firewalld', enabled: false, state: 'stopped' } },
])

testRefused('service', [
  [{ name: 'crio; reboot', enabled: true }, 'name: write the name of a systemd unit: crio or crio.service'],
  [{ name: '--now', enabled: true }, 'name: write the name of a systemd unit: crio or crio.service'],
  [{ name: 'crio' }, ': say what is wanted of the unit: enabled, state or restartedBy'],
  [{ name: 'crio', enabled: 'yes' }, 'enabled: Invalid input: expected boolean, received string'],
  [{ name: 'crio', state: 'running' }, 'state: Invalid option: expected one of "started"|"stopped"'],
])

const doubles = { systemctl: systemctlDouble }
const config = {
  kind: 'file',
  id: 'config',
  params: { path: '/etc/crio/x.conf', content: 'x' },
  owes: ['crio.service'],
}
const log = (wanted: string) => `[ "$(tr '\\n' , </run/systemctl.log)" = '${wanted}' ] || cat /run/systemctl.log`

testConverges([
  {
    name: 'a unit that is neither enabled nor running',
    doubles,
    prepare: unit('crio.service'),
    steps: [{ kind: 'service', params: crio }],
    afterwards: `${log('daemon-reload,enable crio.service,start crio.service,')}
      [ "$(tr '\\n' , </var/lib/nodeprep/before/unit/crio.service)" = 'UnitFileState=disabled ActiveState=inactive ,wanted enabled started,' ] || echo not remembered`,
  },
  {
    name: 'a unit that runs and reloads itself, but was changed on disk',
    doubles,
    prepare: unit('crio.service', { ActiveState: 'reloading', UnitFileState: 'enabled', NeedDaemonReload: 'yes' }),
    steps: [{ kind: 'service', params: crio }],
  },
  {
    name: 'a running unit whose configuration changes restarts once',
    doubles,
    prepare: unit('crio.service', { ActiveState: 'active', UnitFileState: 'enabled' }),
    steps: [config, { kind: 'service', params: crio }],
    afterwards: log('daemon-reload,enable crio.service,restart crio.service,'),
  },
  {
    name: 'a unit that cannot run yet is enabled, and restarted only if it runs',
    doubles,
    prepare: unit('kubelet', { ActiveState: 'activating', UnitFileState: 'static' }),
    steps: [
      { ...config, owes: ['kubelet'] },
      { kind: 'service', params: { name: 'kubelet', enabled: true } },
    ],
    afterwards: log('daemon-reload,enable kubelet,try-restart kubelet,'),
  },
  {
    name: 'a unit that somebody has masked',
    doubles,
    prepare: unit('crio.service', { LoadState: 'masked', UnitFileState: 'masked' }),
    steps: [{ kind: 'service', params: crio }],
    afterwards: log('daemon-reload,unmask crio.service,enable crio.service,start crio.service,'),
  },
  {
    name: 'a unit that must not run',
    doubles,
    prepare: unit('firewalld', { ActiveState: 'active', UnitFileState: 'enabled' }),
    steps: [{ kind: 'service', params: { name: 'firewalld', enabled: false, state: 'stopped' } }],
    afterwards: log('daemon-reload,stop firewalld,disable firewalld,'),
  },
])

test.each([
  ['stopped and disabled', 'not there', { name: 'firewalld', enabled: false, state: 'stopped' }, ''],
  [
    'stopped and disabled',
    'masked',
    { name: 'm', enabled: false, state: 'stopped' },
    unit('m', { LoadState: 'masked', UnitFileState: 'masked' }),
  ],
  ['stopped', 'failed', { name: 'f', state: 'stopped' }, unit('f', { ActiveState: 'failed' })],
  ['enabled', 'static', { name: 's', enabled: true }, unit('s', { UnitFileState: 'static' })],
])('wanted %s is ok for a unit that is %s', async (_, __, params, prepare) => {
  const program = programOf([{ kind: 'service', params }], hosts.debian12, 'check')
  const results = await runInCopy({ shell: 'dash', doubles, prepare }, [{ name: 'plan', text: program }])
  expect(outcomes(results.get('plan')?.output ?? '')).toEqual(['ok'])
})

test.each([
  ['enabled until the next boot only', { UnitFileState: 'enabled-runtime' }],
  ['starting over and over', { ActiveState: 'activating' }],
  ['changed on disk', { NeedDaemonReload: 'yes' }],
])('a unit that is %s is not in order', async (_, property) => {
  const program = programOf([{ kind: 'service', params: crio }], hosts.debian12, 'check')
  const prepare = unit('crio.service', { ActiveState: 'active', UnitFileState: 'enabled', ...property })
  const results = await runInCopy({ shell: 'dash', doubles, prepare }, [{ name: 'plan', text: program }])
  expect(outcomes(results.get('plan')?.output ?? '')).toEqual(['would'])
})

test('a run killed between the change of a file and the restart leaves the restart to the next run', async () => {
  const killed = { kind: 'command', params: { title: 'killed', check: 'false', apply: 'kill -KILL $$' } }
  const restarts = { kind: 'service', params: crio }
  const prepare = unit('crio.service', { ActiveState: 'active', UnitFileState: 'enabled' })
  const results = await runInCopy({ shell: 'dash', doubles, prepare }, [
    { name: 'killed', text: programOf([config, killed, restarts], hosts.debian12, 'apply') },
    { name: 'next', text: programOf([config, restarts], hosts.debian12, 'apply') },
    { name: 'log', text: 'cat /run/systemctl.log' },
  ])
  expect(outcomes(results.get('killed')?.output ?? '')).toEqual(['changed'])
  expect(outcomes(results.get('next')?.output ?? '')).toEqual(['ok', 'changed'])
  expect(results.get('log')?.output).toContain('restart crio.service')
})

testFails([
  {
    name: 'shows what systemd says of a unit that does not start',
    doubles,
    prepare: unit('crio.service', { Broken: 'yes' }),
    steps: [{ kind: 'service', params: crio }],
    says: 'status of crio.service\nsystemctl start crio.service failed; its status and last lines of log are above',
  },
  {
    name: 'passes on what systemd says of a unit that is not there',
    doubles,
    prepare: 'mkdir /run/units',
    steps: [{ kind: 'service', params: crio }],
    says: 'Unit crio.service not found.',
  },
])
