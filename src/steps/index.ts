import { command } from './command.ts'
import { download } from './download.ts'
import { file } from './file.ts'
import { kernelModule } from './kernel-module.ts'
import { kernelParameters } from './kernel-parameters.ts'
import { packageKind } from './package.ts'
import { rebootKind } from './reboot.ts'
import { report } from './report.ts'
import { repository } from './repository.ts'
import { selinux } from './selinux.ts'
import { service } from './service.ts'
import type { StepKind } from './step.ts'
import { swap } from './swap.ts'
import { sysctl } from './sysctl.ts'
import { toml } from './toml.ts'
import { value } from './value.ts'
import { wait } from './wait.ts'

// Each kind knows its own parameters; whoever takes one out of the map has validated them by its `params`.
const kinds = [
  file,
  toml,
  kernelModule,
  kernelParameters,
  rebootKind,
  sysctl,
  swap,
  selinux,
  repository,
  packageKind,
  service,
  download,
  command,
  wait,
  value,
  report,
] as unknown as readonly StepKind[]

/** Every step kind by the key that names it in a playbook. */
export const stepKinds: ReadonlyMap<string, StepKind> = new Map(kinds.map((kind) => [kind.kind, kind]))
