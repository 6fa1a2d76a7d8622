import type { Cluster } from '../cluster/cluster.ts'
import type { HostWithFacts } from '../facts/host-with-facts.ts'
import type { PlaybookStep } from '../playbook/playbook.ts'
import { errorText } from '../report/error-text.ts'
import type { Event } from '../report/event.ts'
import { exitCodeOf, type ExitCode } from '../report/exit-code.ts'
import { scrubbed } from '../report/secrets/scrubbed.ts'
import { weakText, type Secrets } from '../report/secrets/secrets.ts'
import { HostSet } from '../runner/host-set.ts'
import { newRunName } from '../runner/run.ts'
import { connecting } from './connecting.ts'
import type { HostFlags } from './flags.ts'
import type { Io } from './io.ts'
import { knownSecrets } from './known-secrets.ts'
import { Prompter } from './prompter.ts'

export interface Gathered {
  readonly found: readonly HostWithFacts[]
  readonly exitCode: ExitCode
}

/** A set of connections to hosts outside of a run; what goes wrong is said on stderr. */
function connections(
  io: Io,
  cluster: Cluster,
  flags: HostFlags,
  steps: readonly PlaybookStep[],
  secrets: Secrets,
): HostSet {
  const { emit } = scrubbed({ emit: (event) => complain(io, event), close: () => undefined }, secrets)
  const options = connecting(io, cluster, flags, steps, { secrets, prompter: new Prompter(io, {}) })
  return new HostSet({ ...options, run: newRunName(), emit })
}

/** Connects to the hosts that the flags leave and reads their facts, with the files that these steps have to know. */
export async function gather(
  io: Io,
  cluster: Cluster,
  flags: HostFlags,
  steps: readonly PlaybookStep[] = [],
): Promise<Gathered> {
  const secrets = knownSecrets(cluster, io.env)
  const set = connections(io, cluster, flags, steps, secrets)
  try {
    const found = await set.connect(set.targets(flags.limit), false)
    return { found, exitCode: exitCodeOf(Object.values(set.outcomes())) }
  } finally {
    for (const what of secrets.takeWeak()) io.stderr.write(`warning: ${weakText(what)}\n`)
    await set.close()
  }
}

function complain({ stderr }: Io, event: Event): void {
  if (event.type === 'host-ended' && event.error !== undefined) stderr.write(errorText(event.error))
  if (event.type === 'note' && event.level === 'warning') stderr.write(`${event.host ?? ''}: ${event.message}\n`)
}
