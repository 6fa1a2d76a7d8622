import { describe, expect, test } from 'vitest'
import { aptRepository, printsOf, serveApt } from './copy/apt-repository.ts'
import { runInCopy, shells } from './copy/copy.ts'
import { dnfDoubles } from './copy/dnf-double.ts'
import { hosts, outcomes, programOf } from './copy/plan.ts'
import { testConverges, testFails, testGolden, testRefused } from './copy/tests.ts'

const kubernetes = {
  name: 'kubernetes',
  url: 'https://packages.example.com/core:/stable:/v1.31/deb/',
  key: 'https://packages.example.com/core:/stable:/v1.31/deb/Release.key',
  exclude: ['kubelet', 'kubeadm', 'kube*'],
}
const suite = { suite: 'stable', components: ['main', 'contrib'] }

testGolden('repository', [
  { name: 'apt', params: kubernetes },
  { name: 'apt-suite', params: { ...kubernetes, ...suite } },
  { name: 'apt-unverified', params: { name: 'cri-o', url: kubernetes.url, gpgCheck: false } },
  { name: 'apt-fingerprint', params: { ...kubernetes, keyFingerprint: 'abcd '.repeat(10) } },
  {
    name: 'dnf-fingerprint',
    params: { ...kubernetes, keyFingerprint: ['0'.repeat(40), 'A'.repeat(40)] },
    on: 'rocky9',
  },
  { name: 'yum', params: kubernetes, on: 'centos7' },
  { name: 'dnf', params: kubernetes, on: 'rocky9' },
  { name: 'dnf-unverified', params: { name: 'cri-o', url: kubernetes.url, key: '', gpgCheck: false }, on: 'rocky9' },
])

const name = 'name: write lower case letters, digits, `-`, `_` and `.`, starting with a letter or digit'
const flat = 'components: a flat repository (a suite that ends in `/`) has no components, any other has at least one'
testRefused('repository', [
  [{ ...kubernetes, name: '../x' }, name],
  [{ ...kubernetes, name: 'Kube' }, name],
  [
    { ...kubernetes, url: 'http://x/ [trusted=yes] y' },
    'url: write a URL that starts with http://, https:// or file:///',
  ],
  [{ ...kubernetes, suite: 'a b/' }, 'suite: write letters, digits and ._:~+/- only'],
  [{ ...kubernetes, exclude: ['a b'] }, 'exclude.0: write a package name; `*` is allowed in it'],
  [{ ...kubernetes, key: '' }, 'key: write the URL of the signing key, or gpgCheck: false to go without verification'],
  [{ ...kubernetes, components: ['main'] }, flat],
  [{ ...kubernetes, suite: 'stable' }, flat],
  [
    { ...kubernetes, gpgCheck: false, keyFingerprint: 'A'.repeat(40) },
    'keyFingerprint: has no effect with gpgCheck: false; leave one of them out',
  ],
  [
    { ...kubernetes, keyFingerprint: 'A'.repeat(64) },
    'keyFingerprint: write the fingerprint as 40 hexadecimal digits, or a list of such; blanks are allowed',
  ],
])

const files = { 'repository.tar': aptRepository([{ name: 'np-tool', version: '1.0-1' }]) }
const [signer, stranger] = printsOf(files['repository.tar'])
const served = { prepare: serveApt, files }
// rpm itself is real where it is asked; `/run/too-early` would have what was in its place before dnf had fetched the index.
const { dnf = '' } = dnfDoubles('dnf')
const from = (more: object) => ({ kind: 'repository', params: { name: 'test', url: 'http://127.0.0.1/', ...more } })
const canUpdate = 'apt-get -qq update && apt-cache madison np-tool | grep -q 1.0-1 || echo not found'

testConverges([
  {
    name: 'an armored key',
    ...served,
    steps: [from({ key: 'http://127.0.0.1/key.asc' })],
    afterwards: `${canUpdate}
      [ "$(stat -c %a /etc/apt/keyrings /etc/apt/keyrings/nodeprep-test.asc | tr '\\n' ' ')" = '755 644 ' ] || echo modes`,
  },
  {
    name: 'a key with the fingerprint of cluster.yaml, as gpg prints it',
    ...served,
    steps: [
      from({
        key: 'http://127.0.0.1/key.gpg',
        keyFingerprint: [stranger, signer.toLowerCase().replaceAll(/.{4}/g, '$& ')],
      }),
    ],
    afterwards: canUpdate,
  },
  {
    name: 'a file of two keys that are both of cluster.yaml',
    ...served,
    steps: [from({ key: 'http://127.0.0.1/both.gpg', keyFingerprint: [signer, stranger] })],
    afterwards: canUpdate,
  },
  {
    name: 'keys for dnf, verified and as rpm can read them',
    on: 'rocky9',
    ...served,
    doubles: { dnf },
    prepare: `${serveApt}; mkdir -p /etc/yum.repos.d; rpm --dbpath /srv/rpm --initdb`,
    steps: [from({ key: 'http://127.0.0.1/both.gpg', keyFingerprint: [signer, stranger] })],
    afterwards: `file=/etc/pki/rpm-gpg/RPM-GPG-KEY-nodeprep-test
      grep -q "^gpgkey=file://$file$" /etc/yum.repos.d/nodeprep-test.repo || echo no gpgkey
      [ "$(grep -c BEGIN $file)" = 2 ] || echo not a block for each key
      rpmkeys --dbpath /srv/rpm --import $file && [ "$(rpm --dbpath /srv/rpm -qa 'gpg-pubkey*' | wc -l)" = 2 ] || echo not imported`,
  },
  { name: 'a binary key', ...served, steps: [from({ key: 'http://127.0.0.1/key.gpg' })], afterwards: canUpdate },
  {
    name: 'no verification, and the repository has no signature at all',
    ...served,
    prepare: `${serveApt}; rm /srv/www/InRelease`,
    steps: [from({ gpgCheck: false })],
    // apt warns that there is no Release file.
    afterwards: canUpdate.replace('update', 'update 2>/dev/null'),
  },
  ...(['key.asc', 'key.gpg', 'both.gpg'] as const).map((key) => ({
    name: `${key} for dnf, fetched by nodeprep and as rpm can read it`,
    on: 'rocky9' as const,
    ...served,
    doubles: { dnf },
    prepare: `${serveApt}; mkdir -p /etc/yum.repos.d; rpm --dbpath /srv/rpm --initdb`,
    steps: [from({ key: `http://127.0.0.1/${key}` })],
    afterwards: `file=/etc/pki/rpm-gpg/RPM-GPG-KEY-nodeprep-test
      [ "$(grep ^gpg /etc/yum.repos.d/nodeprep-test.repo | tr '\\n' ' ')" = "gpgcheck=1 gpgkey=file://$file " ] || echo gpgkey
      [ ! -s /run/too-early ] || cat /run/too-early
      rpmkeys --dbpath /srv/rpm --import $file && [ "$(rpm --dbpath /srv/rpm -qa 'gpg-pubkey*' | wc -l)" = ${key === 'both.gpg' ? 2 : 1} ] || echo not imported`,
  })),
  {
    name: 'a repository without verification for dnf',
    on: 'rocky9',
    doubles: { dnf },
    prepare: 'mkdir -p /etc/yum.repos.d',
    steps: [from({ gpgCheck: false })],
    afterwards: '[ ! -s /run/too-early ] || cat /run/too-early; ls /etc/pki/rpm-gpg 2>/dev/null | grep nodeprep || :',
  },
])

test('a key that is gone, or another key URL, is repaired', async () => {
  const apply = (key: string) => programOf([from({ key: `http://127.0.0.1/${key}` })], hosts.debian12, 'apply')
  const results = await runInCopy({ shell: 'dash', ...served }, [
    { name: 'first', text: apply('key.asc') },
    { name: 'lose', text: ': >/etc/apt/keyrings/nodeprep-test.asc' },
    { name: 'second', text: apply('key.asc') },
    { name: 'third', text: apply('key.gpg') },
    { name: 'wrong', text: apply('other.asc') },
    { name: 'compare', text: `grep -c key.gpg /etc/apt/sources.list.d/nodeprep-test.list; ${canUpdate}` },
  ])
  const seen = ['first', 'second', 'third', 'wrong'].map((name) => outcomes(results.get(name)?.output ?? ''))
  expect(seen).toEqual([['changed'], ['changed'], ['changed'], ['failed']])
  expect(results.get('wrong')?.output).toContain('this host trusts another key')
  expect(results.get('compare')?.output).toBe('1\n')
})

testFails([
  {
    name: 'does not take an error page for a key',
    ...served,
    prepare: `${serveApt}; echo '<html>moved' >/srv/www/key.asc`,
    steps: [from({ key: 'http://127.0.0.1/key.asc' })],
    says: 'http://127.0.0.1/key.asc is not an OpenPGP key',
  },
  {
    name: 'says which key could not be fetched',
    ...served,
    doubles: { sleep: '#!/bin/sh\n' },
    steps: [from({ key: 'http://127.0.0.1/nothing' })],
    says: 'the signing key http://127.0.0.1/nothing could not be fetched',
  },
])

describe.each(shells)('in %s', (shell) => {
  const key = 'http://127.0.0.1/key.asc'
  const aptKey = '/etc/apt/keyrings/nodeprep-test.asc'
  const rpmKey = '/etc/pki/rpm-gpg/RPM-GPG-KEY-nodeprep-test'
  const wrong = { key, keyFingerprint: stranger }
  const says = `the signing key ${key} has the fingerprint ${signer}, which keyFingerprint does not list (it lists ${stranger})`
  const applied = async (params: object, on: keyof typeof hosts, before = ':') => {
    const results = await runInCopy(
      { shell, ...served, doubles: { dnf }, prepare: `${serveApt}\nmkdir -p /etc/yum.repos.d\n${before}` },
      [
        { name: 'apply', text: programOf([from(params)], hosts[on], 'apply') },
        {
          name: 'look',
          text: `ls /etc/apt/keyrings /etc/pki/rpm-gpg /etc/apt/sources.list.d /etc/yum.repos.d 2>/dev/null | grep nodeprep`,
        },
        { name: 'same', text: `cmp ${on === 'rocky9' ? rpmKey : aptKey} /srv/www/other.asc` },
      ],
    )
    const output = results.get('apply')?.output ?? ''
    return { output, seen: outcomes(output), left: results.get('look')?.output, differs: results.get('same')?.output }
  }

  test.each(['debian12', 'rocky9'] as const)('a key with another fingerprint is not installed on %s', async (on) => {
    const { seen, output, left } = await applied(wrong, on)
    expect(seen, output).toEqual(['failed'])
    expect(output).toContain(says)
    expect(left).toBe('exit status 1\n')
  })

  test('nor is a file that has one key more', async () => {
    const { seen, output, left } = await applied(
      { key: 'http://127.0.0.1/both.gpg', keyFingerprint: signer },
      'debian12',
    )
    expect([seen, left], output).toEqual([['failed'], 'exit status 1\n'])
    expect(output).toContain(`has the fingerprint ${stranger}, which keyFingerprint does not list`)
  })

  test.each([
    ['debian12', aptKey],
    ['rocky9', rpmKey],
  ] as const)('a trusted key gives way to another one only where cluster.yaml lists that, on %s', async (on, file) => {
    const trusted = `mkdir -p ${file.replace(/\/[^/]*$/, '')}; cp /srv/www/other.asc ${file}`
    const refused = await applied({ key }, on, trusted)
    expect([refused.seen, refused.differs], refused.output).toEqual([['failed'], ''])
    expect(refused.output).toContain(
      `the signing key ${key} has the fingerprint ${signer}, and this host trusts another key: ${stranger}. The trusted key was not replaced. Verify`,
    )
    expect(refused.output).toContain(`or remove ${file}`)
    const replaced = await applied({ key, keyFingerprint: signer }, on, trusted)
    expect(replaced.seen, replaced.output).toEqual(['changed'])
    expect(replaced.differs).toContain('differ')
  })

  test('neither file nor key of a repository that dnf cannot fetch is written', async () => {
    const { seen, output, left } = await applied({ key }, 'rocky9', 'touch /run/dead')
    expect([seen, left], output).toEqual([['failed'], 'exit status 1\n'])
    expect(output).toMatch(/^the index of packages could not be fetched: .* 404.*\. The repository was not added$/m)
  })
})

// By the official instructions, with a keyring of its own: apt bears no second key for the same URL and suite.
const own = '/etc/apt/keyrings/own.asc'
const official = `deb [arch=amd64 signed-by=${own}] http://127.0.0.1 / # official`
const D = '/etc/apt/sources.list.d'
const theirs = (file: string, text: string) => `${serveApt}
mkdir -p /etc/apt/keyrings /srv/more && cp /srv/www/key.asc ${own} && touch /srv/more/Packages
cat >${file} <<'END'
${text}
END`
const stanza = (more: string) => `Types: deb deb-src\nURIs: http://127.0.0.1/\nSuites: /\nSigned-By: ${own}${more}`
const other = 'deb [trusted=yes] file:///srv/more /'
const ours = from({ key: 'http://127.0.0.1/key.asc' })
const quiet = canUpdate.replace('update', 'update 2>/dev/null')
const line = `# switched off by nodeprep for nodeprep-test.list`

describe('case 2: a source of the same repository under another key', () => {
  const there = (name: string, file: string, text: string, after: string) => ({
    name,
    prepare: theirs(file, text),
    files,
    steps: [ours],
    afterwards: `${quiet}
cat >/tmp/wanted <<'END'
${after}
END
diff /tmp/wanted ${file}
cmp /var/lib/nodeprep/before/files${file} ${file} >/dev/null && echo not kept || :`,
  })
  testConverges([
    there('a line is switched off, and kept', `${D}/kubernetes.list`, official, `${line}: ${official}`),
    there(
      'in sources.list, beside other sources',
      '/etc/apt/sources.list',
      `# mine\n${other}\n${official}\n  deb-src [ signed-by=${own} ]  http://127.0.0.1/  /`,
      `# mine\n${other}\n${line}: ${official}\n${line}:   deb-src [ signed-by=${own} ]  http://127.0.0.1/  /`,
    ),
    there(
      'with an account in its URL',
      `${D}/kubernetes.list`,
      official.replace('127', 'u:p@127'),
      `${line}: ${official.replace('127', 'u:p@127')}`,
    ),
    there(
      'a stanza of several',
      `${D}/kubernetes.sources`,
      `${stanza('')}\n\n# The other one\nTypes: deb\nURIs: file:///srv/more\nSuites: /\nTrusted: yes`,
      `${line}\nEnabled: no\n${stanza('')}\n\n# The other one\nTypes: deb\nURIs: file:///srv/more\nSuites: /\nTrusted: yes`,
    ),
    there(
      'a stanza that says it is enabled',
      `${D}/kubernetes.sources`,
      `\n${stanza('\nenabled: yes\nArchitectures: amd64')}`,
      `\n${stanza(`\n${line}\nEnabled: no\nArchitectures: amd64`)}`,
    ),
  ])

  const untouched = (name: string, file: string, text: string) => ({
    name,
    prepare: `${theirs(file, text)}\ncp ${file} /srv/former`,
    files,
    steps: [ours],
    afterwards: `${quiet}\ncmp /srv/former ${file}; [ ! -e /var/lib/nodeprep/before/files${file} ] || echo kept`,
  })
  testConverges([
    untouched('a line that is a comment stays', `${D}/kubernetes.list`, `#${official}`),
    untouched('a stanza that is switched off stays', `${D}/k.sources`, `Enabled: No\n${stanza('')}`),
    untouched(
      'the URL with another suite stays',
      `${D}/x.list`,
      '# http://127.0.0.1/\ndeb [trusted=yes] file:///srv/more /',
    ),
    untouched('a file that apt does not read stays', `${D}/k+.list`, official),
  ])

  test('a host that has both already is put right', async () => {
    const prepare = theirs(`${D}/kubernetes.list`, `# ${official}`)
    const apply = programOf([ours], hosts.debian12, 'apply')
    const results = await runInCopy({ shell: 'dash', prepare, files }, [
      { name: 'before', text: apply },
      { name: 'broken', text: `sed -i 's/^# //' ${D}/kubernetes.list; apt-get -qq update` },
      { name: 'plan', text: programOf([ours], hosts.debian12, 'check') },
      { name: 'after', text: apply },
      { name: 'look', text: quiet },
    ])
    expect(results.get('broken')?.output).toContain('Conflicting values set for option Signed-By')
    expect(outcomes(results.get('plan')?.output ?? '')).toEqual(['would'])
    expect(outcomes(results.get('after')?.output ?? '')).toEqual(['changed'])
    expect(results.get('after')?.output).toContain(
      `${D}/kubernetes.list: its entry for this repository is switched off`,
    )
    expect(results.get('look')?.output).toBe('')
  })

  test.each([
    [
      'a stanza with other repositories',
      `${D}/all.sources`,
      `Types: deb\nURIs: http://127.0.0.1/ file:///srv/more\nSuites: /\nSigned-By: ${own}`,
      `${D}/all.sources, line 1: this entry has http://127.0.0.1/ / together with other repositories`,
    ],
    [
      'components beyond those of nodeprep',
      `${D}/docker.list`,
      `deb [signed-by=${own}] http://127.0.0.1/ stable main edge`,
      `${D}/docker.list, line 1: this entry of http://127.0.0.1/ stable has more components`,
      { suite: 'stable', components: ['main'] },
    ],
    [
      'one by nodeprep under another name',
      `${D}/nodeprep-old.list`,
      official,
      `${D}/nodeprep-old.list, line 1: nodeprep has http://127.0.0.1/ / under another name already`,
    ],
    [
      'what apt alone understands',
      `${D}/k.list`,
      `deb [signed-by=${own}] http://127.0.0.1/$(ARCH) /`,
      `apt does not accept http://127.0.0.1/amd64 beside the other sources of this host, so it was not added: E: Conflicting values`,
      { url: 'http://127.0.0.1/amd64' },
    ],
    [
      'a host whose apt was broken before',
      `${D}/k.list`,
      'deb http://',
      'so it was not added: E: Malformed entry 1 in list file /etc/apt/sources.list.d/k.list',
    ],
  ])('refused before anything is written: %s', async (_, file, text, says, more: object = {}) => {
    const step = from({ key: 'http://127.0.0.1/key.asc', ...more })
    const results = await runInCopy({ shell: 'dash', prepare: theirs(file, text), files }, [
      { name: 'apply', text: programOf([step], hosts.debian12, 'apply') },
      { name: 'look', text: `ls ${D} /etc/apt/keyrings` },
    ])
    const output = results.get('apply')?.output ?? ''
    expect(outcomes(output), output).toEqual(['failed'])
    expect(output).toContain(says)
    expect(results.get('look')?.output).toBe(`/etc/apt/keyrings:\nown.asc\n\n${D}:\n${file.slice(D.length + 1)}\n`)
    expect(results.get('apply')?.changed).not.toContain('/etc/apt')
  })
})

test.each(shells)('in %s a repository that apt cannot use is not added, and apt works on', async (shell) => {
  const prepare = `${serveApt}; rm /srv/www/InRelease; rm -rf /etc/apt/keyrings/*`
  const results = await runInCopy({ shell, prepare, files }, [
    { name: 'apply', text: programOf([ours], hosts.debian12, 'apply') },
    { name: 'look', text: `ls ${D} /etc/apt/keyrings; apt-get -qq update` },
  ])
  expect(outcomes(results.get('apply')?.output ?? '')).toEqual(['failed'])
  expect(results.get('apply')?.output).toMatch(
    /^the index of packages could not be fetched: .*The repository was not added$/m,
  )
  expect(results.get('look')?.output).toBe(`/etc/apt/keyrings:\n\n${D}:\n`)
})
