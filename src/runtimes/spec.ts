import type { View } from '../validation/validate.ts'
import type { Path } from '../yaml/node.ts'

/** Places in cluster.yaml that checks of several runtimes ask for. */
export const VERSION: Path = ['spec', 'runtime', 'version']
export const PACKAGE: Path = ['spec', 'runtime', 'package']

/** The numbers of spec.runtime.version; undefined where there is none. */
export function versionNumbers(view: View): readonly number[] | undefined {
  return view.text(VERSION)?.replace(/^v/, '').split('.').map(Number)
}
