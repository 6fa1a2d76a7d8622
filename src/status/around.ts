import type { ClusterReport } from './cluster-report.ts'
import type { Look } from './look.ts'

/** What findings are told from beside one host's status. */
export interface Around {
  readonly look: Look
  readonly cluster: ClusterReport
  /** A run of nodeprep is at work on some host. */
  readonly atWork: boolean
  /** cluster.yaml, as it was given. */
  readonly file: string
}
