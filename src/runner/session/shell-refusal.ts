import { NodeprepError } from '../../errors.ts'

const everything =
  'See that the user can log in with a POSIX shell, and that no forced command (authorized_keys, sshd_config) and no ' +
  'login script (.bashrc, .profile) takes the place of the command that is given to ssh.'

/** What shells and login programs say, and what to do about it; the first that fits counts. */
const remedies: readonly (readonly [said: RegExp, remedy: string])[] = [
  [/session request failed|Session open refused/i, 'See MaxSessions in the sshd_config of the host.'],
  [/No space left|Disk quota exceeded|Read-only file system/i, 'Make room on the host: `df -h; df -i`.'],
  [
    /account is currently not available|nologin/i,
    'The user may not log in there: its shell is nologin. Use another ssh.user.',
  ],
  [
    /restricted/i,
    'Its login shell is a restricted one. Give the user a POSIX shell (chsh -s /bin/sh), or use another ssh.user.',
  ],
  [/git-shell|git>|fatal: unrecognized command/i, 'Its login shell serves git alone. Use another ssh.user.'],
  [
    /unmatched|csh|fish/i,
    'Its login shell is not a POSIX shell. Give the user one (chsh -s /bin/sh), or use another ssh.user.',
  ],
  [
    /(sh|env|exec).*(not found|no such file)/i,
    'nodeprep needs /bin/sh and coreutils on the host. Install them, or fix its PATH.',
  ],
]

/** For a host whose login shell ended before it gave the facts. `words` are its last ones. */
export function shellRefusal(words: string, code: number | null): NodeprepError {
  const how = code === null ? 'closed the channel' : `ended with status ${code}`
  const said = words === '' ? ' and said nothing' : `: ${words}`
  const known = remedies.find(([pattern]) => pattern.test(words))
  const missing = code === 127 ? remedies.at(-1) : undefined
  return new NodeprepError('protocol', `its login shell ${how} before it gave the facts${said}`, {
    remedy: (known ?? missing)?.[1] ?? everything,
  })
}
