import type { Source } from '../plan/plan.ts'

/** One entry of a playbook as it was written: every string in `params`, `when`, `awaits` may hold Handlebars. */
export interface PlaybookStep {
  readonly id: string
  readonly kind: string
  /** Not yet validated against the kind: that needs the host's values. Known keys only, though. */
  readonly params: Readonly<Record<string, unknown>>
  /** All must render to `true`; those of the entries that included this one come first. */
  readonly when: readonly string[]
  /** `{{json …}}` of a list: the step is planned for each of its items. */
  readonly each?: string
  readonly sensitive: boolean
  /** Each renders to value names separated by blanks, or to nothing. */
  readonly awaits: readonly string[]
  readonly provides: readonly string[]
  readonly source: Source
}

/** A loaded playbook; `include` entries are already replaced by the steps they name. */
export interface Playbook {
  readonly name: string
  readonly description: string
  readonly file: string
  readonly steps: readonly PlaybookStep[]
}
