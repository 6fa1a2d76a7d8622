import type { Mutant } from './mutant.ts'

/** Changes after which a program does the same as before, or that no test can notice. Each has its reason. */
interface Equivalent {
  readonly file: string
  /** The line as it is, and as it would be, without indentation. */
  readonly before: string
  readonly after: string
  readonly reason: string
}

const known: readonly Equivalent[] = [
  {
    file: 'src/runner/host-run.ts',
    before: 'private reboots = 0',
    after: 'private reboots = -1',
    reason: 'no step has either number, and what is looked at beside is whether it is above 0',
  },
]

export const isEquivalent = (mutant: Mutant, list: readonly Equivalent[] = known): boolean =>
  list.some(({ file, before, after }) => file === mutant.file && before === mutant.before && after === mutant.after)
