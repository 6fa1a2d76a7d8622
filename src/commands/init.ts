import { writeFileSync } from 'node:fs'
import { clusterTemplate } from '../config/init-template.ts'
import { messageOf, NodeprepError } from '../errors.ts'
import type { ExitCode } from '../report/exit-code.ts'
import type { Io } from './io.ts'

/** `nodeprep init [FILE]`: writes a commented cluster.yaml to start from. Never overwrites. */
export function init({ stdout }: Io, file: string): ExitCode {
  try {
    writeFileSync(file, clusterTemplate(), { flag: 'wx' })
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')
      throw new NodeprepError('invalid-input', `${file} is already there`, {
        remedy: 'Name another file: nodeprep init FILE',
        cause,
      })
    throw new NodeprepError('invalid-input', `${file} cannot be written: ${messageOf(cause)}`, { cause })
  }
  stdout.write(
    `Wrote ${file}. Put your hosts in, then:\n  nodeprep trust ${file}\n  nodeprep plan ${file}\n  nodeprep apply ${file}\n`,
  )
  return 0
}
