import { expect, it } from 'vitest'
import { cleanArch, cleanNumber, cleanText } from '../../src/facts/facts-schema.ts'
import { withFiles } from '../../src/facts/files.ts'
import { parseFactsFile } from '../../src/facts/facts-file.ts'
import { factsOf } from '../kubernetes/fixtures.ts'

const facts = factsOf('debian-12', { hostname: 'w1' })
const read = (more: object) => parseFactsFile(JSON.stringify({ ...facts, ...more }), 'facts.json', 'w1').get('w1')
const refusal = (more: object): unknown => {
  try {
    return read(more)
  } catch (error) {
    return String(error)
  }
}

it('facts of one host are those of the host that is asked for, of several each by its name', () => {
  expect([...parseFactsFile(JSON.stringify(facts), 'f', 'w1').keys()]).toEqual(['w1'])
  const both = parseFactsFile(JSON.stringify({ a: facts, b: { ...facts, hostname: 'b' } }), 'f', 'w1')
  expect([...both].map(([name, { hostname }]) => [name, hostname])).toEqual([
    ['a', 'w1'],
    ['b', 'b'],
  ])
})

const { os, kubernetes } = facts
it.each([
  ...['apt', 'dnf5', 'dnf', 'yum', 'none'].map((packageManager) => ({ packageManager })),
  ...['enforcing', 'permissive', 'disabled', 'absent'].map((selinux) => ({ selinux })),
  ...['debian', 'rhel', 'other'].map((family) => ({ os: { ...os, family } })),
  ...['none', 'control-plane', 'worker'].map((state) => ({ kubernetes: { ...kubernetes, state } })),
  ...[1, 2].map((cgroup) => ({ cgroup })),
  ...[true, false].map((swap) => ({ swap })),
  ...['', 'amd64', 'arm64', 'x86-64_v1.5'].map((arch) => ({ arch })),
  ...['cpus', 'memoryMiB', 'uid'].map((name) => ({ [name]: 0 })),
  { clockOffset: -7.5, clockError: 0 },
  { hostname: 'x'.repeat(256) },
  { files: {} },
])('what `facts` can print is read: %j', (more) => {
  expect(read(more)).toMatchObject(more)
})

it('texts of files can be added, and stand for the files that a run asks for', () => {
  const found = read({ files: { '/etc/a.toml': 'a = 1\n', '/etc/b.toml': 'b' } })
  expect(found && withFiles(found, ['/etc/a.toml', '/etc/c.toml']).files).toEqual({
    '/etc/a.toml': 'a = 1\n',
    '/etc/c.toml': '',
  })
  expect(read({ files: undefined })?.files).toEqual({})
  expect(refusal({ files: { '/etc/a.toml': [] } })).toContain('files')
})

it.each([
  [{ packageManager: 'zypper' }, 'packageManager'],
  [{ selinux: 'off' }, 'selinux'],
  [{ os: { ...os, family: 'suse' } }, 'os.family'],
  [{ kubernetes: { ...kubernetes, state: 'joined' } }, 'kubernetes.state'],
  [{ cgroup: 3 }, 'cgroup'],
  [{ cgroup: 0 }, 'cgroup'],
  [{ arch: 'amd64]' }, 'is not an architecture'],
  [{ cpus: -1 }, 'cpus'],
  [{ uid: 0.5 }, 'uid'],
  [{ clockError: -0.1 }, 'clockError'],
  [{ hostname: 'x'.repeat(257) }, 'is not a fact'],
  [{ hostname: 'a\nb' }, 'is not a fact'],
  [{ more: 1 }, 'more'],
])('other facts are refused with their place: %j', (more, place) => {
  expect(refusal(more)).toContain(place)
})

it('what a host says becomes a fact that is short and clean', () => {
  expect(cleanText(` a\u001b[31m\u202eb${'c'.repeat(300)} `)).toBe(`a[31mb${'c'.repeat(250)}`)
  expect(cleanText(`${'\u0007'.repeat(1023)}ab`)).toBe('a')
  expect(['amd64', 'a b', 'a]', ''].map(cleanArch)).toEqual(['amd64', '', '', ''])
  expect(['7', '-7', '-0', '9'.repeat(15), '9'.repeat(16), '1e3', ' 7', '', '0x1'].map(cleanNumber)).toEqual([
    ...[7, -7, 0, 999_999_999_999_999, 0, 0, 0, 0, 0],
  ])
})
