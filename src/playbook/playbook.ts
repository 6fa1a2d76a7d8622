import type { Source } from './source.ts'

/** One entry of a playbook as it was written: every string in `params`, `when`, `awaits` may hold Handlebars. */
export interface PlaybookStep {
  readonly id: string
  readonly kind: string
  /** Not yet validated against the kind: that needs the host's values. Known keys only, though. */
  readonly params: Readonly<Record<string, unknown>>
  /** The file of a host whose text it has to know to be planned. */
  readonly reads?: string
  /** All must render to `true`; those of the entries that included this one come first. */
  readonly when: readonly string[]
  /** `{{json …}}` of a list: the step is planned for each of its items. */
  readonly each?: string
  readonly sensitive: boolean
  /** Each renders to value names separated by blanks, or to nothing. */
  readonly awaits: readonly string[]
  readonly provides: readonly string[]
  /** Values for the client. */
  readonly collect?: readonly string[]
  /** Values given by the entries that included this one, outermost first: templates, which its own know as `with`. */
  readonly with?: readonly Readonly<Record<string, unknown>>[]
  /** Of an include with `each`: all its steps in a row are planned for one item of the list, then for the next. */
  readonly group?: Group
  /** The only hosts that it is for; left out, it is for all. */
  readonly hosts?: readonly string[]
  /** What its templates know beside the names that all have. */
  readonly scope?: Readonly<Record<string, unknown>>
  readonly source: Source
}

export interface Group {
  /** The same for the steps of one include. */
  readonly key: string
  /** As that of a step. */
  readonly each: string
}

/** A loaded playbook; `include` entries are already replaced by the steps they name. */
export interface Playbook {
  readonly name: string
  readonly description: string
  readonly file: string
  readonly steps: readonly PlaybookStep[]
  /** Shell functions that the user keeps in lib/ beside his playbooks, by the name of the file. */
  readonly library?: Readonly<Record<string, string>>
}
