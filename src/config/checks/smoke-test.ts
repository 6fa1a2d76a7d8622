import type { Problem } from '../../yaml/problem.ts'
import type { View } from '../../validation/validate.ts'

/** Pods of the smoke test need a network, which `cni: none` leaves to somebody else and to a later time. */
export function checkSmokeTest(view: View): Problem[] {
  const at = ['spec', 'smokeTest']
  if (view.text(at) !== 'nginx' || view.text(['spec', 'cni']) !== 'none') return []
  const hint = 'leave it out, and run nodeprep verify once a pod network is installed'
  return [view.problem(at, 'nginx cannot run without a pod network, and spec.cni is none', hint)]
}
