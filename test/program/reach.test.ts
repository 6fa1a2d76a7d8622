import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { preludeFor } from '../../src/program/assets.ts'
import { shells } from '../playbooks/scripts.ts'

/** What a host has: firewalld's state, ufw's file, the rules of iptables and nft's chains; undefined where it has none. */
interface Filters {
  readonly firewalld?: 'active' | 'inactive'
  readonly ufw?: string
  readonly iptables?: Readonly<Record<string, string>>
  readonly nft?: string
}

/** A double fails on every argument it does not expect. */
const double = (expected: string, answer: string) =>
  `#!/bin/sh\n[ "$*" = '${expected}' ] || { echo "unexpected: $0 $*" >"$ROOT/unexpected"; exit 99; }\n${answer}\n`
const said = (text: string) => `cat <<'END'\n${text}\nEND`

describe.each(shells)('what filters a host, in %s', (shell) => {
  function filter(chain: 'INPUT' | 'OUTPUT', { firewalld, ufw, iptables, nft }: Filters): string {
    const root = mkdtempSync(join(tmpdir(), 'nodeprep-reach-'))
    onTestFinished(() => rmSync(root, { recursive: true }))
    const put = (name: string, text: string): void => {
      writeFileSync(join(root, 'bin', name), text)
      chmodSync(join(root, 'bin', name), 0o755)
    }
    mkdirSync(join(root, 'bin'))
    if (firewalld) put('systemctl', double('is-active -q firewalld', firewalld === 'active' ? 'exit 0' : 'exit 3'))
    if (ufw !== undefined) writeFileSync(join(root, 'ufw.conf'), ufw)
    if (iptables) put('iptables', double(`-S ${chain}`, said(iptables[chain] ?? `-P ${chain} ACCEPT`)))
    if (nft !== undefined) put('nft', double('list chains', said(nft)))
    for (const name of ['grep', 'cat']) put(name, `#!/bin/sh\nPATH=/usr/bin:/bin\nexec ${name} "$@"\n`)
    const script = [
      preludeFor('apply', 'np_filter').replaceAll('/etc/ufw/ufw.conf', `${root}/ufw.conf`),
      `PATH=${root}/bin ROOT=${root}; export PATH ROOT`,
      `np_filter ${chain}; [ ! -e ${root}/unexpected ] || cat ${root}/unexpected; echo "$np_filter"`,
    ].join('\n')
    const [program = '', ...args] = shell.split(' ')
    const { stdout, stderr } = spawnSync(program, [...args, '-c', script], { encoding: 'utf8' })
    return stdout.trim() + stderr
  }
  const policy = (hook: string, verdict: string) =>
    `table inet filter {\n\tchain c {\n\t\ttype filter hook ${hook} priority filter; policy ${verdict};\n\t}\n}`

  it.each<[string, 'INPUT' | 'OUTPUT', Filters, string]>([
    ['nothing', 'INPUT', {}, ''],
    ['firewalld', 'INPUT', { firewalld: 'active' }, 'firewalld'],
    ['a firewalld that is not active', 'INPUT', { firewalld: 'inactive' }, ''],
    ['firewalld, which filters no output', 'OUTPUT', { firewalld: 'active' }, ''],
    ['ufw', 'INPUT', { firewalld: 'inactive', ufw: '# set by ufw\nENABLED=yes\nLOGLEVEL=low\n' }, 'ufw'],
    ['a ufw that is off', 'INPUT', { ufw: 'ENABLED=no\n' }, ''],
    ['a ufw that a comment enables', 'INPUT', { ufw: '#ENABLED=yes\nENABLED=no\n' }, ''],
    ['ufw, which filters no output', 'OUTPUT', { ufw: 'ENABLED=yes\n' }, ''],
    ['firewalld before ufw', 'INPUT', { firewalld: 'active', ufw: 'ENABLED=yes\n' }, 'firewalld'],
    ['the policy of iptables', 'INPUT', { iptables: { INPUT: '-P INPUT DROP' } }, 'iptables'],
    ['a rule of iptables that drops the rest', 'INPUT', { iptables: { INPUT: '-A INPUT -j DROP' } }, 'iptables'],
    [
      'a rule that rejects the rest',
      'OUTPUT',
      { iptables: { OUTPUT: '-P OUTPUT ACCEPT\n-A OUTPUT -j REJECT --reject-with icmp-port-unreachable' } },
      'iptables',
    ],
    ['a rule about one source', 'INPUT', { iptables: { INPUT: '-A INPUT -s 192.0.2.1/32 -j DROP' } }, ''],
    ['the policy of nftables', 'INPUT', { nft: policy('input', 'drop') }, 'nftables'],
    ['nftables that accept', 'INPUT', { iptables: {}, nft: policy('input', 'accept') }, ''],
    ['nftables of the other direction', 'INPUT', { nft: policy('output', 'drop') }, ''],
    ['nftables of output', 'OUTPUT', { nft: policy('output', 'drop') }, 'nftables'],
  ])('%s (%s)', (_name, chain, filters, expected) => {
    expect(filter(chain, filters)).toBe(expected)
  })
})
