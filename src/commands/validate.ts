import { loadCluster } from '../config/load.ts'
import { InvalidInput } from '../config/problem.ts'
import type { ExitCode } from '../report/exit-code.ts'
import { jsonLine } from '../report/json-lines.ts'
import { count } from '../report/text.ts'
import type { OutputKind } from './flags.ts'
import type { Io } from './io.ts'

/** `nodeprep validate FILE`: names every mistake with its place. Throws them unless JSON is wanted. */
export function validate({ stdout }: Io, file: string, { output }: { readonly output: OutputKind }): ExitCode {
  try {
    const { name, hosts, kubernetes } = loadCluster(file)
    if (output === 'json') stdout.write(jsonLine({ valid: true, problems: [] }))
    else
      stdout.write(
        `${file} is valid: cluster ${name}, ${count(hosts.length, 'host')}, Kubernetes ${kubernetes.version}\n`,
      )
    return 0
  } catch (error) {
    if (output !== 'json' || !(error instanceof InvalidInput)) throw error
    stdout.write(jsonLine({ valid: false, problems: error.problems }))
    return 2
  }
}
