import type { View } from '../../validation/validate.ts'
import type { Problem } from '../../yaml/problem.ts'
import { PACKAGE, VERSION, versionNumbers } from '../spec.ts'

/** What is wrong in spec.runtime for CRI-O. */
export function checkInput(view: View): Problem[] {
  const [major, minor] = versionNumbers(view) ?? [1, 0]
  return [
    ...(major === 1 && minor !== undefined
      ? []
      : [view.problem(VERSION, 'not a version of CRI-O', 'write it as 1.36, or leave it out')]),
    ...(view.text(PACKAGE) === undefined
      ? []
      : [view.problem(PACKAGE, 'belongs to containerd', 'leave it out, or write kind: containerd')]),
  ]
}
