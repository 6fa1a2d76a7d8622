import { execa } from 'execa'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest'
import type { Become } from '../../../src/cluster/cluster.ts'
import { rootCommand } from '../../../src/runner/session/root-command.ts'
import { openShell } from '../../../src/runner/session/shell.ts'
import { connectLocal } from '../../../src/transport/local.ts'
import { shells, type ShellName } from '../../program/sandbox.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nodeprep-become-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** A sudo that knows the options nodeprep gives, and writes down its arguments; `script` decides. */
function fakeSudo(script: string): void {
  const text = `#!/bin/sh\nprintf '%s\\n' "$@" >${folder}/argv\n${script}\n`
  writeFileSync(join(folder, 'sudo'), text)
  chmodSync(join(folder, 'sudo'), 0o755)
}
const run = 'while [ "$1" != -- ]; do shift; done; shift; exec "$@"'

/** Opens a shell on this machine, with the fake sudo first in the path. */
async function open(become: Become, password?: string) {
  const connection = connectLocal('h1', new AbortController().signal)
  const at = { ...connection, open: (command: string) => connection.open(`PATH=${folder}:$PATH; ${command}`) }
  try {
    const shell = await openShell(at, {
      become,
      password: () => Promise.resolve(password),
      tell: () => undefined,
    })
    shell.end()
    await shell.closed
    return shell.facts
  } finally {
    await connection.close()
  }
}
const sudo: Become = { method: 'sudo' }
const withPassword: Become = { method: 'sudo', password: 'ask' }
const said = (): string => readFileSync(join(folder, 'argv'), 'utf8')

test.each(Object.keys(shells) as ShellName[])('root takes its script from stdin where sh is %s', async (name) => {
  const words = `${shells[name]} ${name === 'busybox' ? 'sh' : ''} -c`
  fakeSudo(run.replace('exec "$@"', `shift 2; exec ${words} "$@"`))
  expect((await open(sudo)).uid).toBe(process.getuid?.())
})

test('sudo is given the same words in every run, without the nonce', async () => {
  fakeSudo(run)
  await open(sudo)
  expect(said()).toBe(`-H\n-n\n--\n${rootCommand.join('\n')}\n`)
})

test('the real sudo takes them', async () => {
  const shown = await execa('sudo', ['-n', '--', ...rootCommand], { input: 'echo got $((6 * 7))\n' })
  expect(shown.stdout).toBe('nodeprep is root\ngot 42')
})

test('a script that was cut off does not run', async () => {
  const [file, ...args] = rootCommand
  const { rootInput } = await import('../../../src/runner/session/root-command.ts')
  const { stdout } = await execa(file, args, { input: rootInput('echo one\necho two').slice(0, -1) })
  expect(stdout).toBe('nodeprep is root')
})

describe('a sudo that wants a password', () => {
  it('gets it once it has asked, and the script when root has answered', async () => {
    fakeSudo(`printf '%s' "$4" >&2; read -r word; printf '%s\\n' "$word" >${folder}/words; ${run}`)
    expect((await open(withPassword, 'geheim')).uid).toBe(0)
    expect(readFileSync(join(folder, 'words'), 'utf8')).toBe('geheim\n')
    expect(said()).not.toContain('geheim')
  })

  it('gets no line of the script as another try when it was wrong', async () => {
    fakeSudo(
      `for i in 1 2 3; do printf '%s' "$4" >&2; read -r word || exit 1; echo "$word" >>${folder}/words; done; exit 1`,
    )
    await expect(open(withPassword, 'wrong')).rejects.toMatchObject({
      code: 'become-failed',
      message: 'sudo refused the password',
    })
    expect(readFileSync(join(folder, 'words'), 'utf8')).toBe('wrong\n')
  })

  it('is not given a second line, which the shell that it starts would run', async () => {
    fakeSudo(`printf '%s' "$4" >&2; read -r word; ${run}`)
    const pwned = join(folder, 'pwned')
    await expect(open(withPassword, `geheim\ntouch ${pwned}`)).rejects.toMatchObject({ code: 'become-failed' })
    expect(existsSync(pwned)).toBe(false)
  })

  it('case 17: gets it where env is that of uutils, which takes -S for its own', async () => {
    const env = `#!/bin/sh\nfor word; do [ "$word" != -S ] || { echo 'env: error: -S' >&2; exit 125; }; done\nexec /usr/bin/env "$@"\n`
    writeFileSync(join(folder, 'env'), env)
    chmodSync(join(folder, 'env'), 0o755)
    fakeSudo(`printf '%s' "$4" >&2; read -r word; [ "$LC_ALL $word" = 'C geheim' ] || exit 1; ${run}`)
    expect((await open(withPassword, 'geheim')).uid).toBe(0)
  })

  it('case 17: is answered where sudo-rs puts words of its own around the prompt', async () => {
    fakeSudo(`printf '[sudo: %s] Password: ' "$4" >&2; read -r word; [ "$word" = geheim ] || exit 1; echo >&2; ${run}`)
    expect((await open(withPassword, 'geheim')).uid).toBe(0)
  })

  it('is no obstacle when it does not ask after all', async () => {
    fakeSudo(run)
    expect((await open(withPassword, 'unused')).uid).toBe(0)
  })
})

/** What sudo says, on stderr, and with which status it ends. */
const refusals: readonly (readonly [said: string, code: number, message: string, remedy: string])[] = [
  ['sudo: a password is required', 1, 'sudo asks for a password', 'become.password'],
  ['sudo: sorry, you must have a tty to run sudo', 1, 'requiretty', 'render --sudoers'],
  ['ops is not in the sudoers file.  This incident will be reported.', 1, 'sudo does not allow it', 'render --sudoers'],
  ["Sorry, user ops is not allowed to execute '/bin/sh -c x' as root on h1.", 1, 'sudo does not allow it', 'as root'],
  ['sudo: Account or password is expired, reset your password and try again', 1, 'refuses the account', 'renewed'],
  ['sudo: account validation failure, is your account locked?', 1, 'refuses the account', 'unlocked'],
  [
    "sudo: effective uid is not 0, is /usr/bin/sudo on a file system with the 'nosuid' option set?",
    1,
    'nosuid',
    'sudo says',
  ],
  ['sh: 5: sudo: not found', 127, 'sudo is not installed', 'su is, are not supported'],
]

test.each(refusals)('%s', async (text, code, message, remedy) => {
  fakeSudo(`cat <<'END' >&2\n${text}\nEND\nexit ${code}`)
  for (const become of [sudo, withPassword])
    await expect(open(become)).rejects.toMatchObject({
      code: 'become-failed',
      message: expect.stringContaining(message) as string,
      remedy: expect.stringContaining(remedy) as string,
    })
})
