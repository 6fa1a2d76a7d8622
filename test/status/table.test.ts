import { describe, expect, it } from 'vitest'
import { coloured, unstyled } from '../../src/report/style.ts'
import { sanitise, widthOf } from '../../src/report/text.ts'
import { sizeText } from '../../src/status/sizes.ts'
import { statusJson } from '../../src/status/status-json.ts'
import { statusText } from '../../src/status/status-text.ts'
import { statusOf } from '../../src/status/status.ts'
import { table } from '../../src/status/table.ts'
import { clusterOf, controlPlane, hostOf } from '../kubernetes/fixtures.ts'
import { healthyCluster, healthyHost, lookOf, lost, pending, type Changes } from './looks.ts'

const of = (changes: Changes = {}) => statusOf(lookOf(changes), 'cluster.yaml')
const text = (changes: Changes = {}, columns?: number) => statusText(of(changes), unstyled, columns)

describe('the table', () => {
  it('has one line a host', () => {
    expect(table(of().hosts, unstyled)).toEqual([
      'HOST  ROLE           STATUS  VERSION  RUNTIME       CERTS  CLOCK  /VAR  DRIFT',
      'cp1   control-plane  Ready   1.36.5   cri-o 1.36.1  -      0s     35G   0',
      'w1    worker         Ready   1.36.5   cri-o 1.36.1  -      0s     35G   0',
    ])
  })

  it.each([
    [77, 'HOST  ROLE           STATUS  VERSION  RUNTIME       CERTS  CLOCK  /VAR  DRIFT'],
    [76, 'HOST  ROLE           STATUS  VERSION  RUNTIME       CERTS  /VAR  DRIFT'],
    [60, 'HOST  ROLE           STATUS  VERSION  RUNTIME       DRIFT'],
    [45, 'HOST  STATUS  VERSION  RUNTIME       DRIFT'],
    [30, 'HOST  STATUS  VERSION  DRIFT'],
  ])('leaves out in %i columns what can be told below', (columns, head) => {
    expect(table(of().hosts, unstyled, columns)[0]).toBe(head)
  })

  it.each([10, 20, 40, 79, 200])(
    'is no wider than %i columns where names can be cut, Chinese ones as well',
    (columns) => {
      const name = '北京'.repeat(30)
      const look = lookOf()
      const hosts = statusOf(
        { ...look, targets: [name], cluster: clusterOf({ hosts: [hostOf(name, 'worker', '10.0.0.9')] }) },
        'c.yaml',
      ).hosts
      for (const line of table(hosts, unstyled, columns))
        expect(widthOf(line)).toBeLessThanOrEqual(Math.max(columns, 30))
    },
  )

  it('has the same columns with colours as without', () => {
    const { hosts } = of({ events: [pending('w1', 'x', 'x')] })
    const lines = table(hosts, coloured)
    expect(lines.join('')).toContain('\u001B[32mReady\u001B[39m')
    expect(lines.map(sanitise)).toEqual(table(hosts, unstyled))
  })

  it('says of clocks no more than is known of them', () => {
    const clocks = [
      [0.3, 0.4],
      [-7.2, 0.4],
      [61, 0],
    ].map(
      ([clockOffset = 0, clockError = 0]) =>
        table(of({ facts: { w1: { clockOffset, clockError } } }).hosts, unstyled)[2],
    )
    expect(clocks.map((line) => /(\S+) +35G/.exec(line ?? '')?.[1])).toEqual(['0s', '-7s', '+61s'])
  })

  it.each([
    [0, '0B'],
    [1023, '1.0K'],
    [2_203_648, '2.1M'],
    [37_580_963_840, '35G'],
    [1_099_511_627_776, '1.0T'],
  ])('says %i bytes as %s', (bytes, said) => {
    expect(sizeText(bytes)).toBe(said)
  })
})

describe('a status for people', () => {
  it('says once what all hosts have in common, and ends with one line about all', () => {
    expect(text().slice(text().indexOf('\n\n') + 2)).toBe(`Cgroup driver  systemd
Sandbox image  registry.k8s.io/pause:3.10
CNI file       10-flannel.conflist
etcd           cp1 2.1M (leader)
DNS            10.96.0.10 serves

demo: 2 hosts, 2 Ready, 0 problems, 0 warnings
`)
  })

  it('names who has another value, what needs attention, gravest first, and each remedy once', () => {
    const said = text({
      cluster: healthyCluster.replace(/^node w1.*$/m, '$& cordoned="true"'),
      reports: { w1: healthyHost.replace('pause:3.10', 'pause:3.2') },
      events: [pending('cp1', 'a', 'file /a'), pending('w1', 'a', 'file /a'), pending('w1', 'b', 'file /b')],
    })
    expect(said).toContain('Sandbox image  registry.k8s.io/pause:3.10 (cp1); registry.k8s.io/pause:3.2 (w1)\n')
    expect(said.slice(said.indexOf('problem'))).toBe(`problem cp1, w1: differs from cluster.yaml: file /a
problem w1: differs from cluster.yaml: file /b
  To see the changes, run nodeprep plan cluster.yaml; to make them, nodeprep apply cluster.yaml.
warning w1: node is cordoned: no new pods are scheduled on it
  To take pods again, run kubectl uncordon w1.

demo: 2 hosts, 2 Ready, 2 problems, 1 warning
`)
  })

  it('has an end, however much there is to say', () => {
    const events = Array.from({ length: 500 }, (_, i) => pending('w1', `s${i}`, `file /${i}`))
    expect(text({ events }).split('\n').length).toBeLessThan(60)
    expect(text({ events })).toContain('460 more: see --output json\n')
  })
})

describe('a status for programs', () => {
  it('has everything that is known, and null for what is not', () => {
    const look = lookOf({ events: [lost('w1', 'unreachable')], more: { outcomes: ['ok', 'unreachable'] } })
    const found = new Map([...look.found].filter(([name]) => name === controlPlane.name))
    const status = statusOf({ ...look, found, reports: new Map([['cp1', healthyHost]]) }, 'cluster.yaml')
    expect(statusJson(status)).toMatchSnapshot()
  })
})
