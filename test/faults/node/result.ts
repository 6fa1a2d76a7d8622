/** What came of a case. */
export interface Result {
  readonly name: string
  /** Further runs that it took to get past the step: 0 when the disturbed run itself went on. */
  reruns: number
  /** What was told of the fault; empty when there was nothing to tell, for the run went on as if nothing were. */
  message: string
  /** Everything that is not as it should be; empty for a case that passed. */
  readonly wrong: string[]
  /** Where the events of all runs are. */
  readonly folder: string
  seconds: number
}
