import { containerdTested, criTable, crioSkew, endsOfLife, kernels, type Cri, type CriRow } from './compatibility.ts'
import { runtimeNames, type RuntimeKind } from './runtime-names.ts'
import { compareVersions, minorNumber } from './compare.ts'

/** What the table has against a combination. */
export interface Judgement {
  /** Impossible, or not tested by those who make it. */
  readonly level: 'refused' | 'warning'
  readonly message: string
  /** What to do instead, a clause in lower case without a full stop. */
  readonly hint: string
}

const lineOf = (version: string) => version.split('.').slice(0, 2).join('.')

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
export function judgeRuntime(kind: RuntimeKind, version: string, minor: string): Judgement | undefined {
  if (version === '') return undefined
  const { title } = runtimeNames[kind]
  const [kubelet, runtime] = [criOf(criTable.kubelet, minor), criOf(criTable[kind], version)]
  const hint = kind === 'cri-o' ? `use CRI-O ${minor}, as without version` : hintFor(minor)
  // There is no such version, which validation says by itself.
  if (runtime.size === 0) return undefined
  if (![...kubelet].some((cri) => runtime.has(cri)))
    return {
      level: 'refused',
      message: `${title} ${version} does not support CRI ${[...kubelet].join(' or ')}, which kubelet ${minor} requires`,
      hint,
    }
  const untested = kind === 'cri-o' ? isSkewed(version, minor) : !isTested(version, minor)
  if (!untested) return undefined
  return { level: 'warning', message: `${title} ${version} is not tested with Kubernetes ${minor} upstream`, hint }
}

const isSkewed = (version: string, minor: string) =>
  Math.abs(minorNumber(version) - minorNumber(minor)) > crioSkew.minors

const testedWith = (minor: string) =>
  containerdTested.findLast(({ from }) => compareVersions(minor, from) >= 0)?.versions ?? []

/** Before the first row upstream kept no list. */
function isTested(version: string, minor: string): boolean {
  const tested = testedWith(minor)
  if (tested.length === 0) return true
  const parts = version.split('.').length
  if (parts === 1) return tested.some((one) => one.startsWith(`${version}.`))
  const least = tested.find((one) => lineOf(one) === lineOf(version))
  return least !== undefined && (parts === 2 || compareVersions(version, least) >= 0)
}

function hintFor(minor: string): string {
  const tested = testedWith(minor)
  if (tested.length > 0) return `use containerd ${tested.join(', ')} or a later patch of these`
  return minorNumber(minor) < 26 ? 'use containerd 1.7' : 'use containerd 1.6 or later'
}

/** The notes about versions that get no more fixes on a day (YYYY-MM-DD). */
export function endOfLife(what: keyof typeof endsOfLife, version: string, today: string): string | undefined {
  const date = endsOfLife[what].dates[lineOf(version)]
  // A month without a day lasts until its end.
  if (date === undefined || today <= (date.length === 7 ? `${date}-31` : date)) return undefined
  return date
}

/** What kubeadm of a minor thinks of a kernel (`uname -r`). */
export function judgeKernel(kernel: string, minor: string): Judgement | undefined {
  const row = kernels.findLast(({ from }) => compareVersions(minor, from) >= 0)
  if (row === undefined) return undefined
  const hint = 'use a newer kernel or another Kubernetes version'
  if (compareVersions(kernel, row.refusedBelow) < 0)
    return {
      level: 'refused',
      message: `kernel ${kernel} is older than ${row.refusedBelow}, which kubeadm ${minor} requires`,
      hint,
    }
  if (row.warnedBelow === undefined || compareVersions(kernel, row.warnedBelow) >= 0) return undefined
  const message = `kernel ${kernel} is older than ${row.warnedBelow}; Kubernetes ${minor} is not tested on it upstream`
  return { level: 'warning', message, hint }
}
