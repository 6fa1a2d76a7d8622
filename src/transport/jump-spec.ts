import { NodeprepError } from '../errors.ts'
import type { SshSettings } from './settings.ts'

/** A jump host, as a ProxyJump or cluster.yaml names it. */
export type Jump = NonNullable<SshSettings['bastion']>

/** Reads one hop of a ProxyJump: `[user@]host[:port]` or `ssh://[user@]host[:port]`, IPv6 addresses in brackets. */
export function parseJump(text: string, name: string): Jump {
  const match = /^(?:ssh:\/\/)?(?:(.+)@)?(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d+))?$/.exec(text)
  const address = match?.[2] ?? match?.[3]
  if (!match || address === undefined) {
    throw new NodeprepError('invalid-input', `${name}: cannot read ProxyJump ${text} of the OpenSSH configuration`)
  }
  return {
    address,
    ...(match[1] === undefined ? {} : { user: match[1] }),
    ...(match[4] === undefined ? {} : { port: Number(match[4]) }),
  }
}
