import type { Cluster } from '../cluster/cluster.ts'
import type { PlaybookStep } from '../playbook/playbook.ts'
import type { Secrets } from '../report/secrets/secrets.ts'
import type { HostSetOptions } from '../runner/host-set.ts'
import { transportOptions } from '../transport/options.ts'
import type { HostFlags } from './flags.ts'
import { hostQuestions } from './host-questions.ts'
import type { Io } from './io.ts'
import { passwordKeeper } from './known-secrets.ts'
import { environmentOfChildren, sudoPasswords } from './password.ts'
import type { Prompter } from './prompter.ts'

/** How every command reaches its hosts: the same keys and passwords, all of them kept secret, each asked for once. */
export function connecting(
  io: Io,
  cluster: Cluster,
  flags: HostFlags,
  steps: readonly PlaybookStep[],
  { secrets, prompter }: { readonly secrets: Secrets; readonly prompter: Prompter },
): Omit<HostSetOptions, 'run' | 'emit'> {
  const askPassphrase = async (path: string) => {
    const passphrase = await prompter.ask(`passphrase of ${path}: `, { hidden: true })
    if (passphrase !== undefined) secrets.register(passphrase, `the passphrase of ${path}`)
    return passphrase
  }
  const acceptNewHostKeys = flags.acceptNewHostKeys ?? false
  return {
    ...{ cluster, signal: io.signal, concurrency: flags.concurrency },
    ...hostQuestions(cluster, steps),
    transport: transportOptions({ acceptNewHostKeys, askPassphrase, env: environmentOfChildren(cluster, io.env) }),
    password: sudoPasswords(io, prompter, secrets),
    keepSecret: (host, value) => secrets.learnValue(host, value),
    keepPasswords: passwordKeeper(secrets),
  }
}
