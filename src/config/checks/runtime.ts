import type { View } from '../../validation/validate.ts'
import type { Problem } from '../../yaml/problem.ts'
import { chosenRuntime } from './chosen-runtime.ts'

/** Versions that there are of the wanted runtime, and what belongs to one of them alone. */
export function checkRuntime(view: View): Problem[] {
  return chosenRuntime(view)?.input.check(view) ?? []
}
