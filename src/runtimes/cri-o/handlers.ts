import type { Handler, RuntimeSettings } from '../../cluster/cluster.ts'
import { minorNumber } from '../../kubernetes/versions/compare.ts'
import type { RuntimeHandlers } from '../runtime.ts'
import { FIRST_WITH_FILES } from './versions.ts'

/** Tables of CRI-O's configuration; none for what its own package configures. */
export interface CrioHandlers {
  readonly crio: readonly {
    readonly name: string
    readonly path: string
    readonly type: 'oci' | 'vm'
    readonly root: string
    /** Program that watches containers, or '' for the one in CRI-O's PATH, or none. */
    readonly monitor: string
    readonly privilegedWithoutHostDevices: boolean
  }[]
}

/** First minor whose own package brings crun and runc, configured by name (cri-o/packaging). */
const WITH_RUNTIMES = 28

const bringsRuntimes = (version: string) => version === '' || minorNumber(version) >= WITH_RUNTIMES

/** How CRI-O is told of low-level runtimes. */
export const handlers: RuntimeHandlers<CrioHandlers> = {
  own: (version) => (bringsRuntimes(version) ? ['runc', 'crun'] : ['runc']),
  refused: (version) =>
    version !== '' && minorNumber(version) < FIRST_WITH_FILES
      ? {
          message: `CRI-O ${version} reads no file that could name handlers`,
          hint: 'leave it out, or choose CRI-O 1.20 or later',
        }
      : undefined,
  values: (settings) => ({
    crio: settings.handlers.filter(({ path }) => path !== '').map((one) => tableOf(one, settings)),
  }),
}

/**
 * A table replaces the one of the same name in CRI-O's own files as a whole, so what the handlers share with those is said
 * again: from 1.28 on the package's monitor is in a folder where nobody looks for it (cri-o/packaging).
 */
function tableOf({ name, type, path }: Handler, { version }: RuntimeSettings): CrioHandlers['crio'][number] {
  if (type === 'kata')
    return { name, path, type: 'vm', root: '/run/vc', monitor: '', privilegedWithoutHostDevices: true }
  const monitor = bringsRuntimes(version) ? '/usr/libexec/crio/conmon' : ''
  return { name, path, type: 'oci', root: `/run/${name}`, monitor, privilegedWithoutHostDevices: false }
}
