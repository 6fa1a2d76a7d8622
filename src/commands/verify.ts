import type { ExitCode } from '../report/exit-code.ts'
import { converge } from './converge.ts'
import type { FolderFlags, HostFlags, ReportFlags } from './flags.ts'
import { loadInputs } from './inputs.ts'
import type { Io } from './io.ts'

export interface VerifyFlags extends Omit<HostFlags, 'limit'>, FolderFlags, ReportFlags {
  readonly smoke?: true | undefined
}

/** `nodeprep verify FILE`: looks whether all hosts are as the file says. With `--smoke` pods are started, and removed again. */
export async function verify(io: Io, file: string, flags: VerifyFlags): Promise<ExitCode> {
  const inputs = await loadInputs(file, flags.smoke === true ? 'verify-smoke' : 'verify', flags)
  const { exitCode } = await converge({ ...inputs, io, flags, mode: 'verify', ask: false })
  return exitCode
}
