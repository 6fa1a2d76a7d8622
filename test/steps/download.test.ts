import { createHash } from 'node:crypto'
import { testConverges, testFails, testGolden, testRefused } from './copy/tests.ts'

const text = 'the file\n'
const sha256 = createHash('sha256').update(text).digest('hex')
const url = 'http://127.0.0.1/tool.tgz'
const path = '/var/cache/nodeprep-test/tool.tgz'

testGolden('download', [
  { name: 'verified', params: { url: 'https://files.example.com/tool.tgz', path, sha256, mode: '0755' } },
  { name: 'unverified', params: { url: 'https://files.example.com/tool.tgz', path: '/tool.tgz' } },
])

const urlMessage = 'url: write a URL that starts with http://, https:// or file:///'
testRefused('download', [
  [{ url: 'ftp://x/y', path }, urlMessage],
  [{ url: 'https://x/y z', path }, urlMessage],
  [{ url: 'https://x/$(reboot)`"', path }, urlMessage],
  [{ url: 'https://x/\u001b[2J', path }, urlMessage],
  [{ url, path, sha256: 'ABC' }, 'sha256: write the SHA-256 as 64 lower case hexadecimal digits'],
])

/** A web server on the copy's own loopback. */
const prepare = 'mkdir /srv/www; cp /case/tool.tgz /srv/www/; busybox httpd -p 127.0.0.1:80 -h /srv/www'
const files = { 'tool.tgz': text }

testConverges([
  {
    name: 'a file that is not there yet, nor its folder',
    prepare,
    files,
    steps: [{ kind: 'download', params: { url, path, sha256, mode: '0755' } }],
    afterwards: `cmp ${path} /case/tool.tgz; ! ls -A /var/cache/nodeprep-test | grep -v '^tool.tgz$'`,
  },
  {
    name: 'a file of another content',
    prepare: `${prepare}; mkdir /var/cache/nodeprep-test; echo old >${path}`,
    files,
    steps: [{ kind: 'download', params: { url, path, sha256 } }],
    afterwards: `cmp ${path} /case/tool.tgz; [ "$(cat /var/lib/nodeprep/before/files${path})" = old ] || echo not kept`,
  },
  { name: 'a file that nothing is known of', prepare, files, steps: [{ kind: 'download', params: { url, path } }] },
])

testFails([
  {
    name: 'leaves nothing in place that has another checksum',
    prepare: `${prepare}; echo other >/srv/www/tool.tgz`,
    files,
    steps: [{ kind: 'download', params: { url, path, sha256 } }],
    says: `http://127.0.0.1/tool.tgz is not what was wanted: its SHA-256 is ${createHash('sha256').update('other\n').digest('hex')} instead of ${sha256}`,
  },
  {
    name: 'says what could not be fetched',
    doubles: { sleep: '#!/bin/sh\n' },
    prepare: `${prepare}; rm /srv/www/tool.tgz`,
    files,
    steps: [{ kind: 'download', params: { url, path, sha256 } }],
    says: 'http://127.0.0.1/tool.tgz could not be fetched',
  },
])
