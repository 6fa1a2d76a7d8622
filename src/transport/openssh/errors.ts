import { NodeprepError, type ErrorCode } from '../../errors.ts'
import { identityError } from './identity.ts'
import type { TransportOptions } from '../run-options.ts'
import { labelOf, type Target } from '../target/target.ts'

/** ssh says this in English whatever the locale. */
const refusal = /Permission denied|Too many authentication failures|no mutual signature|Authentication failed/i

const remedies: Partial<Record<ErrorCode, string>> = {
  'auth-failed':
    'Put a key that the host accepts into the ssh-agent, or name its file as ssh.identityFile in cluster.yaml; ' +
    'the passphrase of a key file can be given in NODEPREP_KEY_PASSPHRASE.',
  unreachable: 'Check that `ssh` by hand reaches the host.',
}

/** The error for what `ssh -v` wrote on its stderr before it gave up. */
export async function opensshError(target: Target, stderr: string, options: TransportOptions): Promise<NodeprepError> {
  const lines = stderr.split(/\r?\n/).filter((line) => line !== '')
  const identity = await identityError(target, lines, options)
  if (identity) return identity
  const said = lines.filter((line) => !/^debug\d: |^OpenSSH_|^Pseudo-terminal/.test(line))
  const code = refusal.test(said.join('\n')) ? 'auth-failed' : 'unreachable'
  const told = said.map((line) => line.trim()).slice(-2)
  return new NodeprepError(code, `${labelOf(target)}: ssh says: ${told.join(' ')}`, { remedy: remedies[code] ?? '' })
}

/** For a machine without an OpenSSH client. */
export function opensshMissing(target: Target, reason: string): NodeprepError {
  return new NodeprepError('unreachable', `${labelOf(target)} needs the ssh program (${reason}), which is not here`, {
    remedy: 'Install the OpenSSH client, for example the package openssh-client.',
  })
}
