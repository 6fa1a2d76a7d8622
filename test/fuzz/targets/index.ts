import type { Target } from '../target.ts'
import { cluster } from './cluster.ts'
import { facts, factsFile } from './facts.ts'
import { operation } from './operation.ts'
import { planFile } from './plan.ts'
import { playbook } from './playbook.ts'
import { jump, knownHosts, sshConfig } from './ssh.ts'
import { stream } from './stream.ts'
import { template } from './template.ts'

/** Every kind of input that comes from outside, with its share of the cases. */
export const targets: readonly (readonly [target: Target, share: number])[] = [
  [cluster, 4],
  [playbook, 4],
  [operation, 2],
  [template, 3],
  [planFile, 2],
  [stream, 4],
  [facts, 2],
  [factsFile, 2],
  [knownHosts, 1],
  [jump, 1],
  [sshConfig, 1],
]
