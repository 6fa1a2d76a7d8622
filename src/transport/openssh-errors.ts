import { NodeprepError, type ErrorCode } from '../errors.ts'
import { labelOf, type Target } from './target.ts'

/** ssh says these in English whatever the locale; the first that fits counts. */
const meanings: readonly (readonly [RegExp, ErrorCode])[] = [
  [/REMOTE HOST IDENTIFICATION HAS CHANGED|REVOKED HOST KEY|differs from the key/, 'host-key-mismatch'],
  [/Host key verification failed|No \S+ host key is known/, 'host-key-unknown'],
  [/Permission denied|Too many authentication failures|no mutual signature|Authentication failed/i, 'auth-failed'],
]

const remedies: Partial<Record<ErrorCode, string>> = {
  'host-key-mismatch': 'Find out whether the machine was reinstalled or somebody stands between, before anything else.',
  'host-key-unknown':
    'Compare the fingerprint with the machine’s own, then connect once with ssh, ' +
    'or pass --accept-new-host-keys to trust every host that was never met.',
  'auth-failed':
    'Put a key that the host accepts into the ssh-agent, or name its file as ssh.identityFile in cluster.yaml; ' +
    'the passphrase of a key file can be given in NODEPREP_KEY_PASSPHRASE.',
  unreachable: 'Check that `ssh` by hand reaches the host.',
}

/** The error for what `ssh -v` wrote on its stderr before it gave up. */
export function opensshError(target: Target, stderr: string): NodeprepError {
  const lines = stderr.split(/\r?\n/).filter((line) => line !== '')
  const said = lines.filter((line) => !/^debug\d: |^OpenSSH_|^Pseudo-terminal/.test(line))
  const code = meanings.find(([pattern]) => pattern.test(said.join('\n')))?.[1] ?? 'unreachable'
  const shown = lines.map((line) => /Server host key: (.+)$/.exec(line)?.[1]).findLast((key) => key !== undefined)
  const key = code.startsWith('host-key') && shown !== undefined ? ` The host showed ${shown}.` : ''
  const told = plain(code, said)
  return new NodeprepError(code, `${labelOf(target)}: ssh says: ${told}${key}`, { remedy: remedies[code] ?? '' })
}

/** The lines that tell most, without the frame of @ signs and the advice around them. */
function plain(code: ErrorCode, said: readonly string[]): string {
  const telling = code === 'host-key-mismatch' ? said.filter((line) => /^Offending|REVOKED|differs/.test(line)) : said
  return telling
    .filter((line) => !/^@+|^Host key verification failed/.test(line))
    .map((line) => line.trim())
    .slice(-2)
    .join(' ')
}

/** For a machine without an OpenSSH client. */
export function opensshMissing(target: Target, reason: string): NodeprepError {
  return new NodeprepError('unreachable', `${labelOf(target)} needs the ssh program (${reason}), which is not here`, {
    remedy: 'Install the OpenSSH client, for example the package openssh-client.',
  })
}
