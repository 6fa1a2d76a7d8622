import { minorNumber } from '../../kubernetes/versions/compare.ts'
import { SEEN, type Sourced } from '../../kubernetes/versions/compatibility.ts'
import type { RuntimeVersions } from '../runtime.ts'

/** CRI-O is built and tested with Kubernetes of its own minor. */
export const crioSkew: Sourced & { readonly minors: number } = {
  minors: 0,
  source: 'cri-o/cri-o README.md, compatibility matrix',
  ...SEEN,
}

/** First minor that reads crio.conf.d and registries.conf.d; CRI-O before it is told everything on its command line. */
export const FIRST_WITH_FILES = 20

/** What works with versions of CRI-O, whose minors end with those of Kubernetes. */
export const versions: RuntimeVersions = {
  cri: [
    { from: '1.15', to: '1.19', cri: ['v1alpha2'], source: 'cri-o/cri-o release-1.19, vendored API', ...SEEN },
    { from: '1.20', to: '1.25', cri: ['v1alpha2', 'v1'], source: 'cri-o/cri-o release-1.20 to 1.25', ...SEEN },
    { from: '1.26', cri: ['v1'], source: 'cri-o/cri-o release-1.26, vendored API', ...SEEN },
  ],
  isTested: (version, minor) => Math.abs(minorNumber(version) - minorNumber(minor)) <= crioSkew.minors,
  hint: (minor) => `use CRI-O ${minor}, as without version`,
}
