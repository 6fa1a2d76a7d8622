import type { Around } from './around.ts'
import type { Finding } from './finding.ts'
import type { HostStatus } from './host-status.ts'

/** What is under way on a host, as `upgrade to 1.36.2`; the same words in every output. Pure. */
export function pendingOperations({
  facts,
  node,
  report,
}: Pick<HostStatus, 'facts' | 'node' | 'report'>): readonly string[] {
  const [operation = '', , stage = ''] = node?.turn.split('|') ?? []
  const underWay = stage === 'draining' || stage === 'drained'
  return [
    ...(report.upgrade === undefined ? [] : [`upgrade to ${report.upgrade}`]),
    ...(facts?.kubernetes.migrating === true ? ['migrate-runtime'] : []),
    ...(underWay ? [`${operation} (node is ${stage === 'draining' ? 'being drained' : 'drained'})`] : []),
  ]
}

/** Runs that are at work now, and operations that one of them left half done. */
export function pendingFindings(status: HostStatus, { atWork }: Pick<Around, 'atWork'>): readonly Finding[] {
  const { host, report, node } = status
  const hosts = [host.name]
  const pending = pendingOperations(status)
  const found: Finding[] = []
  if (report.run !== undefined)
    found.push({
      ...{ level: 'warning', hosts, remedy: '' },
      message: `a run of nodeprep is at work here: ${report.run.id}${report.run.who === '' ? '' : `, started by ${report.run.who}`}`,
    })
  // The nodes of an operation take turns: while any host is at work, it may still be this one's.
  if (pending.length > 0)
    found.push({
      ...{ level: atWork ? 'warning' : 'problem', hosts },
      message: `${atWork ? 'under way' : 'interrupted'}: ${pending.join(', ')}`,
      remedy: atWork ? '' : 'To finish it, run the same command again.',
    })
  else if (node?.cordoned === true)
    found.push({
      ...{ level: 'warning', hosts },
      message: 'node is cordoned: no new pods are scheduled on it',
      remedy: `To take pods again, run kubectl uncordon ${host.name}.`,
    })
  return found
}
