import { NodeprepError } from '../../errors.ts'
import type { SshSettings } from './settings.ts'

/** A jump host, as a ProxyJump or cluster.yaml names it. */
export type Jump = NonNullable<SshSettings['bastion']>

/** What ssh could take for an option, or a shell for something else, is nobody's name. */
const WORD = /^[\w.:%+][\w.:%+@\\$-]{0,252}$/

const isPort = (text: string | undefined): boolean =>
  text === undefined || (/^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535)

/** Reads one hop of a ProxyJump: `[user@]host[:port]` or `ssh://[user@]host[:port]`, IPv6 addresses in brackets. */
export function parseJump(text: string, name: string): Jump {
  const match = /^(?:ssh:\/\/)?(?:(.+)@)?(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d+))?$/.exec(text)
  const address = match?.[2] ?? match?.[3]
  const port = match?.[4]
  if (!match || address === undefined || !WORD.test(address) || !isPort(port) || !WORD.test(match[1] ?? 'root')) {
    throw new NodeprepError(
      'invalid-input',
      `${name}: cannot read ProxyJump ${text.slice(0, 100)} of the OpenSSH configuration`,
    )
  }
  return {
    address,
    ...(match[1] === undefined ? {} : { user: match[1] }),
    ...(port === undefined ? {} : { port: Number(port) }),
  }
}
