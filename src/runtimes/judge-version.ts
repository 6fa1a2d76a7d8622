import { compareVersions, lineOf } from '../kubernetes/versions/compare.ts'
import { kubeletCri, type Cri, type CriRow } from '../kubernetes/versions/compatibility.ts'
import type { Judgement } from '../kubernetes/versions/compatible.ts'
import type { Runtime } from './runtime.ts'

/** What a version, or any version that begins so, has of the CRI. */
function criOf(rows: readonly CriRow[], version: string): ReadonlySet<Cri> {
  const low = lineOf(version)
  const high = low.includes('.') ? low : `${low}.999`
  const found = rows.filter(
    ({ from, to }) => compareVersions(from, high) <= 0 && (to === undefined || compareVersions(to, low) >= 0),
  )
  return new Set(found.flatMap(({ cri }) => cri))
}

/** A runtime's version (or its beginning; '' for unknown) with a minor of Kubernetes. */
export function judgeVersion(
  { names: { title }, versions }: Pick<Runtime, 'names' | 'versions'>,
  version: string,
  minor: string,
): Judgement | undefined {
  if (version === '') return undefined
  const [kubelet, runtime] = [criOf(kubeletCri, minor), criOf(versions.cri, version)]
  const hint = versions.hint(minor)
  // There is no such version, which validation says by itself.
  if (runtime.size === 0) return undefined
  if (![...kubelet].some((cri) => runtime.has(cri)))
    return {
      level: 'refused',
      message: `${title} ${version} does not support CRI ${[...kubelet].join(' or ')}, which kubelet ${minor} requires`,
      hint,
    }
  if (versions.isTested(version, minor)) return undefined
  return { level: 'warning', message: `${title} ${version} is not tested with Kubernetes ${minor} upstream`, hint }
}
