import { registryCredentials } from './registry-passwords.ts'
import type { ExitCode } from '../report/exit-code.ts'
import { weakText } from '../report/secrets/secrets.ts'
import { formatProblem } from '../yaml/problem.ts'
import { connecting } from './connecting.ts'
import type { FolderFlags, HostFlags, OutputKind } from './flags.ts'
import { loadInputs } from './inputs.ts'
import type { Io } from './io.ts'
import { knownSecrets } from './known-secrets.ts'
import { Prompter } from './prompter.ts'
import { statusScreen } from './status-screen.ts'

export interface StatusFlags extends HostFlags, FolderFlags {
  readonly output: OutputKind
  readonly watch?: true | undefined
}

/**
 * `nodeprep status FILE`: one table of all hosts, what differs from the file, and what is not healthy; changes nothing. With
 * `--watch` again and again, until it is interrupted.
 */
export async function status(io: Io, file: string, flags: StatusFlags): Promise<ExitCode> {
  const { cluster, notices = [], playbook, templates } = await loadInputs(file, 'status', flags)
  const { signal, stderr } = io
  for (const notice of notices) stderr.write(`${notice.level}: ${formatProblem(notice)}\n`)
  const secrets = knownSecrets(cluster, io.env)
  const prompter = new Prompter(io, {})
  const credentials = await registryCredentials(cluster, io.env, prompter, secrets)
  const options = connecting(io, cluster, flags, playbook.steps, { secrets, prompter })
  const screen = statusScreen(io, flags)
  const { look } = await import('../status/look.ts')
  const { statusOf } = await import('../status/status.ts')
  for (;;) {
    try {
      const seen = await look({ ...options, playbook, templates, credentials, limit: flags.limit, secrets })
      for (const what of secrets.takeWeak()) stderr.write(`warning: ${weakText(what)}\n`)
      const found = statusOf(seen, file)
      screen.show(found)
      if (flags.watch !== true) return found.exitCode
    } catch (error) {
      if (flags.watch === true && signal.aborted) return 130
      throw error
    }
    if (!(await screen.pause())) return 130
  }
}
