import { compareVersions, lineOf } from './compare.ts'
import { kernels, type Ends } from './compatibility.ts'

/** What the table has against a combination. */
export interface Judgement {
  /** Impossible, or not tested by those who make it. */
  readonly level: 'refused' | 'warning'
  readonly message: string
  /** What to do instead, a clause in lower case without a full stop. */
  readonly hint: string
}

/** When a version had its last fix, if that was before a day (YYYY-MM-DD). */
export function endOfLife({ dates }: Ends, version: string, today: string): string | undefined {
  const date = dates[lineOf(version)]
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
