import type { Lab } from '../lab/lab.ts'
import { rootCommand } from '../../src/runner/session/root-command.ts'
import { quote } from '../../src/shell/sh.ts'

/** Makes a sudoers file the only one that gives anything to the users of a host. */
export async function restrict(lab: Lab, host: string, sudoers: string): Promise<void> {
  const script = `umask 077; cat >/root/sudoers && visudo -cf /root/sudoers && rm -f /etc/sudoers.d/ops /etc/sudoers.d/deploy &&
    install -m 0440 /root/sudoers /etc/sudoers.d/nodeprep && rm /root/sudoers && visudo -c`
  const { code, stdout, stderr } = await lab.exec(host, script, sudoers)
  if (code !== 0) throw new Error(`visudo refuses the file on ${host}: ${stdout}${stderr}`)
}

const [shell, ...words] = rootCommand
const allowed = `sudo -S -k -H -p '' -- ${[shell, ...words].map(quote).join(' ')}`

/** What somebody might try who has the rule. */
export const attempts: readonly string[] = [
  'id',
  '-s id',
  '-i id',
  '/bin/sh',
  '/bin/sh -c id',
  `/bin/bash ${words.map(quote).join(' ')}`,
  `${shell} ${words.map(quote).join(' ')} more`,
  `${shell} -x ${words.map(quote).join(' ')}`,
  `${shell} -c ${quote(`${words[1]} `)}`,
  `${shell} -c ${quote(`${words[1]}; id`)}`,
  `-u daemon ${shell} ${words.map(quote).join(' ')}`,
  `-g daemon ${shell} ${words.map(quote).join(' ')}`,
  `LD_PRELOAD=/tmp/x.so ${shell} ${words.map(quote).join(' ')}`,
  '-e /etc/shadow',
  'visudo',
]

export interface Proof {
  readonly allowed: boolean
  /** What sudo let the user do and should not have. */
  readonly tooMuch: readonly string[]
}

/** Tries everything as the user, with the right password. */
export async function tryAll(lab: Lab, host: string, user: string, password: string): Promise<Proof> {
  const as = (command: string, input: string) => lab.exec(host, `su ${user} -s /bin/sh -c ${quote(command)}`, input)
  // sudo asks only where the rule wants a password, and what it does not read goes to the command.
  const asked = user === 'ops' ? `${password}\n` : ''
  const good = await as(allowed, `${asked}id\n`)
  const tooMuch: string[] = []
  for (const attempt of attempts) {
    const { code, stdout } = await as(`sudo -S -k -p '' ${attempt}`, `${password}\nid\nexit\n`)
    if (code === 0 || stdout.includes('uid=') || stdout.includes('nodeprep is root')) tooMuch.push(attempt)
  }
  return { allowed: good.stdout.includes('uid=0(root)'), tooMuch }
}
