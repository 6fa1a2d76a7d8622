import { expect, test } from 'vitest'
import { aptRepository, serveApt } from './copy/apt-repository.ts'
import { runInCopy } from './copy/copy.ts'
import { hosts, outcomes, programOf } from './copy/plan.ts'
import { testConverges, testFails } from './copy/tests.ts'

const tool = (version: string) => ({ name: 'np-tool', version, depends: 'np-cni', conf: `as shipped in ${version}\n` })
const files = {
  'repository.tar': aptRepository([
    tool('1.20.1-00'),
    tool('1.20.2-00'),
    tool('1.20.20-00'),
    tool('1.21.0-00'),
    { name: 'np-cni', version: '0.8.6' },
    { name: 'np-cni', version: '0.8.7' },
  ]),
}
const source = 'echo "deb [trusted=yes] http://127.0.0.1/ /" >/etc/apt/sources.list.d/test.list'
const repository = {
  kind: 'repository',
  params: { name: 'test', url: 'http://127.0.0.1/', key: 'http://127.0.0.1/key.asc' },
}
const install = (packages: readonly string[], hold = false) => ({ kind: 'package', params: { packages, hold } })
const installed = (wanted: string) =>
  `seen=$(dpkg-query -W -f '\${Package} \${Version} \${db:Status-Want},' 'np-*'); [ "$seen" = '${wanted}' ] || echo "$seen"`
const before = (...debs: string[]) =>
  `${serveApt}\n${source}\ndpkg -i ${debs.map((deb) => `/srv/www/${deb}_all.deb`).join(' ')}`

testConverges([
  {
    name: 'a version with its dependency from a new repository, held',
    prepare: serveApt,
    files,
    steps: [repository, install(['np-tool=1.20.2'], true)],
    afterwards: `${installed('np-cni 0.8.7 install,np-tool 1.20.2-00 hold,')}
        [ "$(cat /var/lib/nodeprep/before/package/np-tool /var/lib/nodeprep/before/package/np-cni)" = "absent
absent" ] || echo not remembered
        [ ! -e /var/lib/nodeprep/packages.dpkg ] || echo not noted
        [ -s /var/lib/nodeprep/before/hold/np-tool ] && [ -z "$(cat /var/lib/nodeprep/before/hold/np-tool)" ] || echo the hold was not remembered`,
  },
  {
    name: 'the newest patch of a minor version, from an older one that is held and whose configuration was edited',
    prepare: `${before('np-cni_0.8.6', 'np-tool_1.20.1-00')}
        echo edited >/etc/np-tool.conf; apt-mark hold np-tool np-cni`,
    files,
    steps: [install(['np-cni', 'np-tool=1.20.2'], true)],
    afterwards: `${installed('np-cni 0.8.6 hold,np-tool 1.20.2-00 hold,')}
        [ "$(cat /etc/np-tool.conf)" = edited ] || echo configuration lost
        [ "$(cat /var/lib/nodeprep/before/package/np-tool)" = 1.20.1-00 ] || echo not remembered
        [ "$(cat /var/lib/nodeprep/before/hold/np-cni)" = np-cni ] || echo the hold was not remembered`,
  },
  {
    name: 'a package that is there but not held, without upgrading it',
    prepare: before('np-cni_0.8.6', 'np-tool_1.20.2-00'),
    files,
    steps: [install(['np-tool=1.20.2'], true)],
    afterwards: installed('np-cni 0.8.6 install,np-tool 1.20.2-00 hold,'),
  },
  {
    name: 'a package, after finishing what an interrupted dpkg left behind',
    prepare: `${before('np-cni_0.8.6')}
        sed 's/install ok installed/install ok unpacked/' /var/lib/dpkg/status >/var/lib/dpkg/updates/0001`,
    files,
    steps: [install(['np-tool=1.21'])],
    afterwards: installed('np-cni 0.8.6 install,np-tool 1.21.0-00 install,'),
  },
])

test('a run killed before the index was fetched leaves that to the next run', async () => {
  const killed = { kind: 'command', params: { title: 'killed', check: 'false', apply: 'kill -KILL $$' } }
  const results = await runInCopy({ shell: 'dash', prepare: serveApt, files }, [
    { name: 'killed', text: programOf([repository, killed], hosts.debian12, 'apply') },
    { name: 'next', text: programOf([repository, install(['np-cni'])], hosts.debian12, 'apply') },
  ])
  expect(outcomes(results.get('killed')?.output ?? '')).toEqual(['changed'])
  expect(outcomes(results.get('next')?.output ?? '')).toEqual(['ok', 'changed'])
})

test('a repository that comes after an installation of the same run is known to the next one', async () => {
  const steps = [
    install(['np-cni']),
    { ...repository, params: { ...repository.params, name: 'late' } },
    install(['np-tool']),
  ]
  const prepare = `${serveApt}
      mkdir /srv/early; mv /srv/www/np-cni* /srv/early; sed '/^Package: np-tool/,/^$/d' /srv/www/Packages >/srv/early/Packages
      echo 'deb [trusted=yes] file:///srv/early /' >/etc/apt/sources.list.d/early.list`
  const results = await runInCopy({ shell: 'dash', prepare, files }, [
    { name: 'apply', text: programOf(steps, hosts.debian12, 'apply') },
  ])
  const output = results.get('apply')?.output ?? ''
  expect(outcomes(output), output).toEqual(['changed', 'changed', 'changed'])
})

test.each([
  ['1.20', '1.20.2-00', 'ok'],
  ['1.20.2', '1.20.2-00', 'ok'],
  ['1.20.2-00', '1.20.2-00', 'ok'],
  ['1.20.2', '1.20.20-00', 'would'],
  ['1.2', '1.20.2-00', 'would'],
])('wanted %s is, with %s installed, %s', async (wanted, version, outcome) => {
  const prepare = before('np-cni_0.8.6', `np-tool_${version}`)
  const program = programOf([install([`np-tool=${wanted}`])], hosts.debian12, 'check')
  const results = await runInCopy({ shell: 'dash', prepare, files }, [{ name: 'plan', text: program }])
  expect(outcomes(results.get('plan')?.output ?? '')).toEqual([outcome])
})

testFails([
  {
    name: 'does not downgrade',
    prepare: before('np-cni_0.8.7', 'np-tool_1.21.0-00'),
    files,
    steps: [install(['np-tool=1.20.2'])],
    says: 'np-tool 1.21.0-00 is installed, newer than the wanted 1.20.2, and nodeprep does not downgrade: ask for that version, or remove the package first',
  },
  {
    name: 'names the versions there are',
    prepare: `${serveApt}\n${source}`,
    files,
    steps: [install(['np-cni', 'np-tool=1.20.3'])],
    says: 'no repository of this host has np-tool 1.20.3; it has: 1.21.0-00 1.20.20-00 1.20.2-00 1.20.1-00',
  },
  {
    name: 'says when there is no version at all',
    prepare: `${serveApt}\n${source}`,
    files,
    steps: [install(['np-none=1'])],
    says: 'no repository of this host has np-none 1; it has: no version of it',
  },
  {
    name: 'installs nothing from a repository that another key signed',
    prepare: `${serveApt}; cp /srv/www/other.asc /srv/www/key.asc`,
    files,
    steps: [repository, install(['np-tool'])],
    says: 'NO_PUBKEY',
  },
])
