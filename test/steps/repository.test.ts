import { expect, test } from 'vitest'
import { aptRepository, serveApt } from './copy/apt-repository.ts'
import { runInCopy } from './copy/copy.ts'
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
])

const files = { 'repository.tar': aptRepository([{ name: 'np-tool', version: '1.0-1' }]) }
const served = { prepare: serveApt, files }
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
  { name: 'a binary key', ...served, steps: [from({ key: 'http://127.0.0.1/key.gpg' })], afterwards: canUpdate },
  {
    name: 'no verification, and the repository has no signature at all',
    ...served,
    prepare: `${serveApt}; rm /srv/www/InRelease`,
    steps: [from({ gpgCheck: false })],
    // apt warns that there is no Release file.
    afterwards: canUpdate.replace('update', 'update 2>/dev/null'),
  },
  {
    name: 'a file for dnf',
    on: 'rocky9',
    prepare: 'mkdir -p /etc/yum.repos.d',
    steps: [{ kind: 'repository', params: kubernetes }],
  },
])

test('a key that is gone, or another key URL, is repaired', async () => {
  const apply = (key: string) => programOf([from({ key: `http://127.0.0.1/${key}` })], hosts.debian12, 'apply')
  const results = await runInCopy({ shell: 'dash', ...served }, [
    { name: 'first', text: apply('key.asc') },
    { name: 'lose', text: ': >/etc/apt/keyrings/nodeprep-test.asc' },
    { name: 'second', text: apply('key.asc') },
    { name: 'third', text: apply('other.asc') },
    { name: 'compare', text: 'cmp /srv/www/other.asc /etc/apt/keyrings/nodeprep-test.asc' },
  ])
  const seen = ['first', 'second', 'third'].map((name) => outcomes(results.get(name)?.output ?? ''))
  expect(seen).toEqual([['changed'], ['changed'], ['changed']])
  expect(results.get('compare')?.output).toBe('')
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
