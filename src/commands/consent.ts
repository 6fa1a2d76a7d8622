import { NodeprepError } from '../errors.ts'
import type { OutputKind } from './flags.ts'
import type { Io } from './io.ts'

/** Why nobody can be asked before hosts are changed; undefined where somebody sits at a terminal and sees the answer. */
function whyNobody({ stdin, stdout, stderr }: Io, output: OutputKind): string | undefined {
  if (output === 'json') return '--output json asks no questions'
  const other = Object.entries({ stdin, stdout, stderr }).find(([, stream]) => !stream.isTTY)
  return other === undefined ? undefined : `${other[0]} is not a terminal`
}

/** Rejects a run that would have to ask and cannot: a pipe or a cron job must not take silence for a yes. */
export function requireSomebodyToAsk(io: Io, output: OutputKind): void {
  const why = whyNobody(io, output)
  if (why === undefined) return
  throw new NodeprepError('invalid-input', `this command changes hosts and cannot ask first (${why}): pass --yes`, {
    remedy:
      'Nothing was done on any host. To review the changes before, run `nodeprep plan FILE --out plan.json`; ' +
      '`nodeprep apply plan.json` then makes exactly those, and needs no --yes.',
  })
}
