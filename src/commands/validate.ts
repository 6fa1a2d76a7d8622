import { loadWithNotices } from '../config/load.ts'
import { formatProblem, InvalidInput, type Problem } from '../yaml/problem.ts'
import type { ExitCode } from '../report/exit-code.ts'
import { jsonLine } from '../report/json-lines.ts'
import { count } from '../report/text.ts'
import type { OutputKind } from './flags.ts'
import type { Io } from './io.ts'
import { MissingSecrets, requireRegistrySecrets } from './registry-passwords.ts'

/** `nodeprep validate FILE`: names every mistake with its place. Throws them unless JSON is wanted. */
export function validate({ stdout, env }: Io, file: string, { output }: { readonly output: OutputKind }): ExitCode {
  try {
    const { cluster, notices } = loadWithNotices(file)
    requireRegistrySecrets(cluster, env)
    const { name, hosts, kubernetes } = cluster
    if (output === 'json') stdout.write(jsonLine({ valid: true, problems: [], notices }))
    else
      stdout.write(
        `${notices.map((notice) => `${notice.level}: ${formatProblem(notice)}\n`).join('')}${file} is valid: cluster ${name}, ${count(hosts.length, 'host')}, Kubernetes ${kubernetes.version}\n`,
      )
    return 0
  } catch (error) {
    const problems = output === 'json' ? problemsOf(error, file) : undefined
    if (problems === undefined) throw error
    stdout.write(jsonLine({ valid: false, problems }))
    return 2
  }
}

/** Mistakes in the file, or what it refers to and is not there. */
function problemsOf(error: unknown, file: string): readonly Problem[] | undefined {
  if (error instanceof InvalidInput) return error.problems
  if (!(error instanceof MissingSecrets)) return undefined
  return error.missing.map((one) => ({ file, line: 1, column: 1, ...one, hint: '' }))
}
