import { numberIn, reportLines } from './report-lines.ts'

/** A node as the API server has it; '' for what it does not say. */
export interface NodeReport {
  readonly kubelet: string
  /** `cri-o://1.36.1`. */
  readonly runtime: string
  /** `True`, `False` or `Unknown`. */
  readonly ready: string
  readonly reason: string
  readonly message: string
  readonly cordoned: boolean
  /** The annotation of a turn in an operation: `OPERATION|WAS|STAGE`. */
  readonly turn: string
}

/** A member of etcd; `size` is undefined where it does not answer. */
export interface EtcdMember {
  /** `-` when it never started. */
  readonly name: string
  /** Of its database on the disk, in bytes. */
  readonly size: number | undefined
  readonly leader: boolean
  readonly version: string
}

/** What a control plane has said of the whole cluster. */
export interface ClusterReport {
  /** Undefined where it did not say. */
  readonly api: boolean | undefined
  readonly nodes: ReadonlyMap<string, NodeReport>
  readonly dns: { readonly address: string; readonly serves: boolean } | undefined
  readonly etcd: readonly EtcdMember[]
  /** The member on the host that was asked does not answer. */
  readonly etcdDown: boolean
  /** All of the report has come. */
  readonly complete: boolean
}

const NODE = /^([a-z0-9][a-z0-9.-]{0,252})((?: [a-z]+="(?:[^"\\]|\\.)*")*)$/
const FIELD = /([a-z]+)="((?:[^"\\]|\\.)*)"/g

/** Reads what np_status_cluster of playbooks/lib/status-cluster.sh prints. The first line about something counts. Never throws. */
export function parseClusterReport(text: string): ClusterReport {
  const lines = reportLines(text)
  const of = (key: string) => lines.flatMap(([name, rest]) => (name === key ? [rest] : []))
  const [api] = of('api')
  const [, address = '', serves] = /^([0-9a-fA-F.:]{2,45}) (yes|no)$/.exec(of('dns')[0] ?? '') ?? []
  return {
    api: api === 'yes' ? true : api === 'no' ? false : undefined,
    nodes: new Map(of('node').flatMap(node).toReversed()),
    dns: serves === undefined ? undefined : { address, serves: serves === 'yes' },
    etcd: members(of('etcd'), of('etcd-status')),
    etcdDown: of('etcd-down').length > 0,
    complete: of('end').length > 0,
  }
}

function node(line: string): readonly (readonly [string, NodeReport])[] {
  const [, name, fields = ''] = NODE.exec(line) ?? []
  if (name === undefined) return []
  const said = new Map([...fields.matchAll(FIELD)].map(([, key = '', quoted = '']) => [key, unquoted(quoted)]))
  const [kubelet = '', runtime = '', ready = '', reason = '', message = '', turn = ''] = [
    ...['kubelet', 'runtime', 'ready', 'reason', 'message', 'turn'].map((key) => said.get(key)),
  ]
  return [[name, { kubelet, runtime, ready, reason, message, turn, cordoned: said.get('cordoned') === 'true' }]]
}

/** Go's %q without its quotes. What is no printable ASCII there is an escape, of which only these two are meant to be read. */
function unquoted(text: string): string {
  return text.replace(/\\(.)/g, (_, character: string) => ('"\\'.includes(character) ? character : ' '))
}

function members(lines: readonly string[], statuses: readonly string[]): readonly EtcdMember[] {
  const answers = new Map(
    statuses.flatMap((line) => {
      const [, id, size, leader, version = ''] = /^(\d{1,20}) (\d+) (\d{1,20}|-) ([\w.+-]{1,32})$/.exec(line) ?? []
      return id === undefined ? [] : [[id, { size: numberIn(size), leader: leader === id, version }] as const]
    }),
  )
  return lines.slice(0, 64).flatMap((line) => {
    const [, id, name] = /^(\d{1,20}) ([A-Za-z0-9.?-]{1,253}) \S{1,300}$/.exec(line) ?? []
    if (id === undefined || name === undefined) return []
    return [{ name, ...(answers.get(id) ?? { size: undefined, leader: false, version: '' }) }]
  })
}
