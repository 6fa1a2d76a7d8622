import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import {
  isAbout,
  knownHostsLine,
  matchesPattern,
  parseKnownHosts,
} from '../../../src/transport/host-keys/known-hosts.ts'

const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA=='
const folder = mkdtempSync(join(tmpdir(), 'nodeprep-known-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Whether one line of a known_hosts file is about the host. */
function about(patterns: string, name: string): boolean {
  const [entry] = parseKnownHosts(`${patterns} ${key}`, 'known_hosts')
  return entry !== undefined && isAbout(entry, name)
}

describe('a known_hosts file', () => {
  it('is read line by line, comments and broken lines passed over', () => {
    const text = ['# nothing', '', `a,b ${key} a comment`, 'c ssh-ed25519', `@revoked d ${key}`, `@what e ${key}`].join(
      '\n',
    )
    expect(parseKnownHosts(text, 'f').map(({ patterns, marker, line }) => [patterns, marker, line])).toEqual([
      ['a,b', undefined, 3],
      ['d', 'revoked', 5],
    ])
  })

  it('names the certificate authorities', () => {
    expect(parseKnownHosts(`@cert-authority *.x ${key}`, 'f')).toMatchObject([{ marker: 'cert-authority' }])
  })
})

describe('an entry of known_hosts', () => {
  it.each([
    ['host', 'host', true],
    ['HOST', 'host', true],
    ['host', 'HOST', true],
    ['host', 'host2', false],
    ['other,host', 'host', true],
    ['*.example.com', 'a.example.com', true],
    ['*.example.com', 'example.com', false],
    ['10.0.0.?', '10.0.0.7', true],
    ['10.0.0.?', '10.0.0.17', false],
    ['*.example.com,!bad.example.com', 'bad.example.com', false],
    ['!bad.example.com,*.example.com', 'good.example.com', true],
    ['!good', 'bad', false],
    ['[host]:2222', '[host]:2222', true],
    ['[host]:2222', 'host', false],
    ['host', '[host]:2222', false],
    ['[*]:2222', '[host]:2222', true],
    ['[::1]:22', '[::1]:22', true],
    ['a*b*c', 'aXbYbZc', true],
    ['a*b*c', 'aXbYcZ', false],
  ])('%s is about %s: %s', (patterns, name, expected) => {
    expect(about(patterns, name)).toBe(expected)
  })

  it('matches a hostile pattern in no time to speak of', () => {
    expect(matchesPattern('*a'.repeat(500) + 'b', 'a'.repeat(2_000))).toBe(false)
  })

  it('that ssh-keygen has hashed is about the same host', () => {
    const file = join(folder, 'hashed')
    const real = readFileSync(makePublicKey(), 'utf8').split(' ').slice(0, 2).join(' ')
    writeFileSync(file, `host ${real}\n[other]:2222 ${real}\n`)
    execFileSync('ssh-keygen', ['-q', '-H', '-f', file], { stdio: 'ignore' })
    const entries = parseKnownHosts(readFileSync(file, 'utf8'), file)
    expect(entries.every(({ patterns }) => patterns.startsWith('|1|'))).toBe(true)
    const names = ['host', 'HOST', '[other]:2222', 'other']
    expect(names.map((name) => entries.some((entry) => isAbout(entry, name)))).toEqual([true, true, true, false])
  })

  it('that nodeprep has hashed is found by ssh-keygen', () => {
    const file = join(folder, 'ours')
    const [type = '', blob = ''] = readFileSync(makePublicKey(), 'utf8').split(' ')
    writeFileSync(file, `${knownHostsLine('[Host]:2222', type, blob, true)}\n`)
    const found = execFileSync('ssh-keygen', ['-F', '[host]:2222', '-f', file], { encoding: 'utf8' })
    expect(found).toContain('found: line 1')
  })
})

function makePublicKey(): string {
  const path = join(folder, `key-${Math.random()}`)
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', path])
  return `${path}.pub`
}
