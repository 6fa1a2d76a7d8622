import { command } from './command.ts'
import { file } from './file.ts'
import { kernelModule } from './kernel-module.ts'
import { packageKind } from './package.ts'
import { service } from './service.ts'
import type { StepKind } from './step.ts'
import { sysctl } from './sysctl.ts'
import { wait } from './wait.ts'

const kinds = [file, kernelModule, sysctl, packageKind, service, command, wait] as unknown as readonly StepKind[]

/** Every step kind by the key that names it in a playbook. */
export const stepKinds: ReadonlyMap<string, StepKind> = new Map(kinds.map((kind) => [kind.kind, kind]))
