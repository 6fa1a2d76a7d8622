import { hostileValues } from '../hostile.ts'
import type { Target } from '../target.ts'
import { CONNECTION, hostThatSays, ORDER, SHELL } from './stream-channel.ts'
import { NONCE, runAgainst } from './stream-run.ts'

const shellWords = ['fact', 'ready', 'following', 'gone', 'died', 'refused', 'checked']
const nonceOf = (text: string) => (shellWords.includes(text.split(' ')[0] ?? '') ? SHELL : NONCE)
const event = (text: string) => `\n\x1e${nonceOf(text)} ${text}\n`
export const said = (...texts: string[]) => texts.map(event).join('')

/** What the bootstrap says first. */
export const greeting = said(
  ...[
    'fact os.id debian',
    'fact os.like ',
    'fact os.version 12',
    'fact os.codename bookworm',
    'fact os.name Debian GNU/Linux 12',
  ],
  ...[
    'fact uname 6.1.0-28-amd64 x86_64',
    'fact uid 0',
    'fact clock 1795000000',
    'fact init systemd',
    'fact hostname h1',
  ],
  ...[
    'fact packageManager apt',
    'fact cgroup 2',
    'fact cpus 2',
    'fact memoryKiB 4096000',
    'fact swap 0',
    'fact kubernetes none',
    'ready',
  ],
)
const begin = said('begin')
const before = `before 1 content ${Buffer.from('old\ntext\n').toString('base64')}`
const changes = `${said('start 1 motd', before)}some output\nmore${said('changed 1', 'ok 2', 'start 3 last', 'before 3 absent')}x${said('changed 3')}`
const end = said('end 2 ')
const session = `${greeting}${ORDER}${said('following 0')}${begin}`

/** What a host says over its channel. The line before the facts chooses between plan and apply. */
export const stream: Target = {
  name: 'stream',
  seeds: () => [
    `apply\n${session}${changes}${end}`,
    `apply\n${session}${changes.slice(0, 60)}${CONNECTION}${greeting}${ORDER}${said('following 60')}${changes.slice(60)}${end}`,
    `apply\n${session}${said('start 2 ask')}broken\n${said('failed 2 7', 'end 0 failed')}`,
    `apply\n${session}${said('await 1 join', 'go 1', 'blocked 1 join', 'end 0 blocked')}`,
    `apply\n${greeting}${ORDER}${said('following 0', 'busy r9 fff since me')}${ORDER}${said('following 0')}\n\x1efff end 0\n${ORDER}${said('following 0')}${changes}${end}`,
    `apply\n${greeting}${ORDER}${said('gone r1')}${ORDER}${said('following 0')}${begin}${said('ok 1', 'ok 2', 'ok 3', 'end 0 ')}`,
    `apply\n${greeting}${ORDER}${said('refused cannot write to /run/nodeprep')}`,
    `apply\n${session}${said('say 1 waiting for the lock', 'value join dG9rZW4=', 'died')}`,
    `check\n${greeting}${ORDER}${begin}${said('would 1', 'ok 2', before.replace('1', '3'), 'would 3', 'end 0 ', 'checked 0')}`,
  ],
  words: [
    ...[
      'begin',
      'ok 1',
      'ok 3',
      'would 2',
      'changed 1',
      'failed 1 1',
      'blocked 1 x',
      'end 9 failed',
      'start 1 motd',
      'ready',
    ].map(event),
    ...[
      'start -1 x',
      'start 1e9 x',
      'start NaN',
      'ok 99999999999999',
      'changed 0',
      'before 1 content !!!',
      'before 1 content AAAA',
      'before 1 changes AAAA',
    ].map(event),
    ...[
      'following -5',
      'following 1e308',
      'following x',
      'busy',
      'busy r9  since',
      'gone',
      'died',
      'refused',
      'checked',
      'value',
      'value x %%%',
      'await',
      'go',
    ].map(event),
    ...['fact', 'fact os.id', 'fact cpus -1', 'fact os.name \x1b[31mred', 'say 1 \x1b]0;x\x07', 'say', ''].map(event),
    ...[
      '\n\x1eabc123 ',
      `\n\x1e${SHELL} `,
      '\x1eabc123 ok 1\n',
      '\n\x1eabc12 ok 1\n',
      '\n\x1e',
      '\x1e',
      '\r\n',
      '\0\xff\xfe',
      CONNECTION,
      ORDER,
      'a'.repeat(2000),
    ],
    ...hostileValues,
  ],
  run: async (input) => {
    const newline = input.indexOf('\n')
    const mode = input.subarray(0, Math.max(0, newline)).toString('latin1') === 'check' ? 'check' : 'apply'
    return await runAgainst(hostThatSays(input.subarray(newline + 1)), mode)
  },
}
