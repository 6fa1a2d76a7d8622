import { compareVersions, lineOf, minorNumber } from '../../kubernetes/versions/compare.ts'
import { SEEN, type Sourced } from '../../kubernetes/versions/compatibility.ts'
import type { RuntimeVersions } from '../runtime.ts'

/** The releases of containerd that upstream tests with Kubernetes from a minor on, the oldest patch of each line. */
export const tested: readonly (Sourced & {
  readonly from: string
  readonly versions: readonly string[]
})[] = [
  { from: '1.30', versions: ['1.6.28', '1.7.13', '2.0.0', '2.1.0'] },
  { from: '1.31', versions: ['1.6.34', '1.7.20', '2.0.0', '2.1.0'] },
  { from: '1.32', versions: ['1.6.36', '1.7.24', '2.0.1', '2.1.0'] },
  { from: '1.33', versions: ['1.6.36', '1.7.24', '2.0.4', '2.1.0'] },
  { from: '1.34', versions: ['1.6.39', '1.7.28', '2.0.6', '2.1.3'] },
  { from: '1.35', versions: ['1.7.28', '2.1.5', '2.2.0'] },
  { from: '1.36', versions: ['2.2.0', '2.3.0'] },
].map((row) => ({ ...row, source: 'containerd/containerd RELEASES.md, Kubernetes Support', ...SEEN }))

/** What works with versions of containerd. */
export const versions: RuntimeVersions & Required<Pick<RuntimeVersions, 'ends'>> = {
  cri: [
    { from: '1.3', to: '1.5', cri: ['v1alpha2'], source: 'containerd/containerd release/1.5', ...SEEN },
    { from: '1.6', to: '1.7', cri: ['v1alpha2', 'v1'], source: 'containerd/containerd RELEASES.md', ...SEEN },
    { from: '2.0', cri: ['v1'], source: 'containerd/containerd RELEASES.md', ...SEEN },
  ],
  ends: {
    dates: {
      ...{ '1.3': '2021-03-04', '1.4': '2022-03-03', '1.5': '2023-02-28', '1.6': '2025-08', '1.7': '2026-09' },
      ...{ '2.0': '2027-03', '2.1': '2026-07', '2.2': '2026-11-06', '2.3': '2028-04' },
    },
    source: 'containerd/containerd RELEASES.md',
    ...SEEN,
  },
  isTested,
  hint,
}

const testedWith = (minor: string) => tested.findLast(({ from }) => compareVersions(minor, from) >= 0)?.versions ?? []

/** Before the first row upstream kept no list. */
function isTested(version: string, minor: string): boolean {
  const releases = testedWith(minor)
  if (releases.length === 0) return true
  const parts = version.split('.').length
  if (parts === 1) return releases.some((one) => one.startsWith(`${version}.`))
  const least = releases.find((one) => lineOf(one) === lineOf(version))
  return least !== undefined && (parts === 2 || compareVersions(version, least) >= 0)
}

function hint(minor: string): string {
  const releases = testedWith(minor)
  if (releases.length > 0) return `use containerd ${releases.join(', ')} or a later patch of these`
  return minorNumber(minor) < 26 ? 'use containerd 1.7' : 'use containerd 1.6 or later'
}
