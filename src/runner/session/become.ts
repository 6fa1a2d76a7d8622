import type { Become } from '../../cluster/cluster.ts'
import { NodeprepError } from '../../errors.ts'
import { sh } from '../../shell/sh.ts'
import { rootCommand, rootInput } from './root-command.ts'

/**
 * Gives sudo's command the script as soon as it runs, and then whatever comes over the channel. The first word that the
 * reader gets is who feeds it, for when sudo ends, whoever still waits for the channel must end, too. A parameter is
 * seen by root's command alone, and nothing of the script is an argument of sudo's.
 */
const feed = `LC_ALL=C; export LC_ALL
sh -c 'echo $$; printf "%s" "$1"; exec cat' sh "$1" | {
read -r f
shift
"$@"
s=$?
kill "$f" 2>/dev/null
exit "$s"
}`

/** Not by `env`: that of uutils takes sudo's -S for its own. The user's shell may be any, so sh does it. */
const inEnglish = 'LC_ALL=C; export LC_ALL; exec "$@"'

/** The words of sudo's prompt, told from all other output by a word that is made for one connection and marks nothing else. */
export function sudoPrompt(word: string): string {
  return `[sudo ${word}]`
}

/**
 * The command line of a host's one channel. Without a password the script is part of it, so that facts come with the first
 * answer. With one, sudo reads the channel itself; the script follows when root has answered, for after a wrong password sudo
 * would try every line of it as another one, until the account is locked.
 * @param prompt what sudo is to ask with; other users of the host can read it
 */
export function becomeCommand(prompt: string, become: Become, script: string): string {
  if (become.method === 'none') return sh`exec sh -c ${script}`.text
  if (become.password === undefined)
    return sh`exec sh -c ${feed} sh ${rootInput(script)} sudo -H -n -- ${rootCommand}`.text
  return sh`exec sh -c ${inEnglish} sh sudo -H -S -p ${prompt} -- ${rootCommand}`.text
}

/** What sudo and shells say, and what that means to the person who runs nodeprep. */
const refusals: readonly (readonly [said: RegExp, message: string, remedy: string])[] = [
  [
    /sudo['’:]*:? (?:command )?not found|sudo['’]?: No such file/i,
    'sudo is not installed',
    'Install sudo there, or connect as root. Other ways to become root, as su is, are not supported.',
  ],
  [
    /must have a tty|no tty present/,
    'sudo insists on a terminal (requiretty)',
    'Put what `nodeprep render --sudoers` prints into /etc/sudoers.d: it takes that off for this one command.',
  ],
  [
    /password is required|a password|askpass/,
    'sudo asks for a password',
    'Give become.password in cluster.yaml (env, file or ask), or allow the user to use sudo without one: `nodeprep render --sudoers` prints the rule.',
  ],
  [
    /expired|is your account locked|account validation|account management/i,
    'sudo refuses the account',
    'Have the account unlocked or its password renewed on the host, or connect as another user.',
  ],
  [
    /not in the sudoers file|not allowed|may not run/i,
    'sudo does not allow it',
    'Put what `nodeprep render --sudoers` prints into /etc/sudoers.d of the host, or connect as root.',
  ],
]

/** Why nobody became root, from what was said on stderr and how it ended; undefined when it is not sudo that refused. */
export function becomeRefusal(said: string, code: number | null): NodeprepError | undefined {
  const known = refusals.find(([pattern]) => pattern.test(said))
  const [, message, remedy] = known ?? []
  if (known === undefined && (code === null || !/sudo/.test(said))) return undefined
  const words = said.split('\n').slice(-3).join('\n')
  return new NodeprepError(
    'become-failed',
    `cannot become root: ${message === undefined ? '' : `${message}: `}${words}`,
    {
      remedy: remedy ?? 'See what sudo says, or connect as root.',
    },
  )
}
