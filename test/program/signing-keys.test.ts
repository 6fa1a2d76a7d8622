import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'

// Fingerprints without gpg, compared with what gpg says of keys that it has made.

const folder = mkdtempSync(join(tmpdir(), 'nodeprep-keys-'))
const home = join(folder, 'home')
const gpg = (...args: string[]) =>
  execFileSync(
    'gpg',
    ['--homedir', home, '--batch', '--quiet', '--pinentry-mode', 'loopback', '--passphrase', '', ...args],
    {
      stdio: 'pipe',
    },
  )
const at = (name: string) => join(folder, name)
afterAll(() => {
  execFileSync('gpgconf', ['--homedir', home, '--kill', 'gpg-agent'])
  rmSync(folder, { recursive: true })
})

mkdirSync(home, { mode: 0o700 })
gpg('--quick-generate-key', 'Rsa <rsa@example.com>', 'rsa4096', 'cert,sign', 'never')
gpg('--quick-generate-key', 'Ed Ü <ed@example.com>', 'ed25519', 'sign', '2y')
const ed = primaries(gpg('--with-colons', '--list-keys', 'ed@example.com').toString())[0] ?? ''
gpg('--quick-add-key', ed, 'cv25519', 'encr', 'never')
for (const name of ['rsa', 'ed']) {
  writeFileSync(at(`${name}.gpg`), gpg('--export', `${name}@example.com`))
  writeFileSync(at(`${name}.asc`), gpg('--armor', '--export', `${name}@example.com`))
}
writeFileSync(at('two.gpg'), gpg('--export'))
writeFileSync(at('two.asc'), gpg('--armor', '--export'))
const [rsa, edText] = ['rsa.asc', 'ed.asc'].map((name) => readFileSync(at(name), 'utf8')) as [string, string]
writeFileSync(at('blocks.asc'), `Some words\n\n${rsa}\nmore words\n${edText}`)
writeFileSync(at('crlf.asc'), rsa.replaceAll('\n', '\r\n').replace('\r\n', '\r\nComment: a header\r\n'))

/** The fingerprints of primary keys, in order. */
function primaries(colons: string): readonly string[] {
  return [...colons.matchAll(/^pub:.*\n(?:(?!fpr).*\n)*fpr:*([0-9A-F]{40}):/gm)].map((match) => match[1] ?? '')
}
const expected = (name: string) =>
  (name === 'blocks.asc' ? ['rsa.asc', 'ed.asc'] : [name]).flatMap((file) =>
    primaries(gpg('--show-keys', '--with-colons', at(file)).toString()),
  )

const part = readFileSync(new URL('../../src/program/prelude/signing-keys.sh', import.meta.url), 'utf8')
const busybox = at('busybox')
mkdirSync(busybox)
for (const applet of ['awk', 'base64', 'cat', 'cmp', 'grep', 'head', 'od', 'rm', 'sha1sum', 'tail', 'tr'])
  symlinkSync('/usr/bin/busybox', join(busybox, applet))

function run(shell: string, text: string, ...args: string[]): string {
  const run = mkdtempSync(join(folder, 'run-'))
  const path = shell.startsWith('busybox') ? `${busybox}:${process.env['PATH']}` : process.env['PATH']
  const [program = '', ...words] = shell.split(' ')
  const { stdout, stderr } = spawnSync(program, [...words, '-c', `${part}\n${text}`, 'sh', ...args], {
    env: { PATH: path, NP_RUN: run },
    encoding: 'latin1',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return stdout + stderr
}
const PRINTS = `np_dearmor "$1" >"$NP_RUN/bin" && np_is_packet "$NP_RUN/bin" || { echo no key; exit; }
np_key_prints "$NP_RUN/bin" || { echo "$np_cause"; exit; }
echo $np_prints`

describe.each(['dash', 'bash --posix', 'busybox sh'])('in %s', (shell) => {
  it.each(['rsa.gpg', 'rsa.asc', 'ed.gpg', 'ed.asc', 'two.gpg', 'two.asc', 'blocks.asc', 'crlf.asc'])(
    'the fingerprints of %s are those that gpg shows',
    (name) => {
      const prints = expected(name)
      expect(prints).toHaveLength(/two|blocks/.test(name) ? 2 : 1)
      expect(run(shell, PRINTS, at(name)).trim().split(' ').sort()).toEqual([...prints].sort())
    },
  )

  it.each(['rsa', 'ed', 'two'])('%s is armored as gpg does it, with the same checksum', (name) => {
    const lines = (text: string) => text.split('\n').filter((line) => /^=....$/.test(line))
    const armored = run(shell, 'np_armor "$1"', at(`${name}.gpg`))
    expect(lines(armored)).toEqual(lines(readFileSync(at(`${name}.asc`), 'utf8')))
    writeFileSync(at('again.asc'), armored)
    expect(expected('again.asc')).toEqual(expected(`${name}.gpg`))
  })

  const bytes = readFileSync(at('rsa.gpg'))
  const notKeys = 'it is not a file of OpenPGP public keys alone'
  const version = (number: number) =>
    `it is an OpenPGP key of version ${number}; only fingerprints of version 4 are supported`
  it.each([
    ['an error page', Buffer.from('<html>'), 'no key'],
    ['nothing', Buffer.alloc(0), 'no key'],
    ['an armor that holds nothing', Buffer.from('-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n-----END'), 'no key'],
    ['a key that is cut off', bytes.subarray(0, -5), notKeys],
    ['one that is cut off in a header', bytes.subarray(0, 2), notKeys],
    ['bytes after the key', Buffer.concat([bytes, Buffer.from('x')]), notKeys],
    ['a packet that is compressed after it', Buffer.concat([bytes, Buffer.from([0xc8, 2, 0, 0])]), notKeys],
    ['a secret key', gpg('--export-secret-keys', 'ed@example.com'), notKeys],
    ['a signature alone', Buffer.from([0xc2, 1, 4]), notKeys],
    ['a length that nobody knows', Buffer.from([0x9b, 4, 0]), notKeys],
    ['version 6', Buffer.concat([bytes, Buffer.from([0xc6, 3, 6, 0, 0])]), version(6)],
    ['version 5', Buffer.from([0xc6, 3, 5, 0, 0]), version(5)],
    ['version 3', Buffer.from([0x98, 3, 3, 0, 0]), version(3)],
  ])('%s has none', (_, content, says) => {
    writeFileSync(at('odd'), content)
    expect(run(shell, PRINTS, at('odd')).trim()).toBe(says)
  })

  it('lengths of new packets are read in each of their forms', () => {
    const body = bytes.subarray(3, 3 + bytes.readUInt16BE(1))
    expect(bytes[0]).toBe(0x99)
    const two = [0xc6, 192 + ((body.length - 192) >> 8), (body.length - 192) & 255]
    const five = [0xc6, 255, 0, 0, body.length >> 8, body.length & 255]
    const user = [0xcd, 1, 65]
    writeFileSync(at('new'), Buffer.concat([Buffer.from(two), body, Buffer.from(user), Buffer.from(five), body]))
    const [print = ''] = expected('rsa.gpg')
    expect(run(shell, PRINTS, at('new')).trim()).toBe(`${print} ${print}`)
  })
})
