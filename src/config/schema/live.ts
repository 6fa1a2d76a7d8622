/** What a change of a key does once its hosts are nodes of a cluster, as the code is today. Metadata of the schema. */
export interface Live {
  /**
   * `converges`: apply changes it in place. `rolls`: apply changes it one node at a time. `operation`: apply refuses it, and
   * a command does it. `fixed`: apply refuses it.
   */
  readonly does: 'converges' | 'rolls' | 'operation' | 'fixed'
  /** Name of the operation; '' for the others. */
  readonly command: string
  /** Why it is fixed, without a full stop; else what there is to know beside, in sentences, or ''. */
  readonly note: string
  /** It is said of all keys below as well. */
  readonly below: boolean
}

/** As `.meta()` takes it. */
type Meta = Readonly<Record<'live', Live>>

const meta = (does: Live['does'], more: Partial<Live> = {}): Meta => ({
  live: { does, command: '', note: '', below: false, ...more },
})

/** apply changes it on the hosts that it is about, all at once, and restarts services where that is needed. */
export const converges = (note = ''): Meta => meta('converges', { note })

/** apply changes it one node at a time, and looks after each whether the cluster is well. */
export const rolls = (note = ''): Meta => meta('rolls', { note })

/** apply refuses it and names the command that does it. */
export const operation = (command: string, note = ''): Meta => meta('operation', { command, note })

/** apply refuses it before any host is touched. A check in src/preflight/live has to see to that. */
export const fixed = (why: string): Meta => meta('fixed', { note: why })

/** The same for every key below that declares nothing itself. */
export const subtree = ({ live }: Meta): Meta => ({ live: { ...live, below: true } })
