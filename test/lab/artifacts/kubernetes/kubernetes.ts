import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from '../../run.ts'
import { goPiece, goRoot } from '../go.ts'
import { definePiece } from '../piece.ts'
import { withApt } from '../private-apt.ts'

/** What Debian 12's source package says it is. */
export const kubernetesVersion = '1.20.2'
/** The same source once more, as the patch release after it: what a cluster is upgraded to. */
export const nextKubernetesVersion = '1.20.3'

/** Debian's source package of Kubernetes with its patches applied. */
export const kubernetesSource = definePiece({
  name: 'kubernetes-source',
  recipe: [],
  needs: {},
  build: async (out) => {
    const fetched = join(out, '.fetched')
    await mkdir(fetched)
    await withApt('bookworm', (apt) => apt.get(['source', '--download-only', 'kubernetes'], fetched))
    const description = (await readdir(fetched)).find((name) => name.endsWith('.dsc'))
    if (description === undefined) throw new Error("Debian's source package of Kubernetes has no .dsc file")
    // apt has checked the files against the archive's signature already.
    await run('dpkg-source', ['-x', '--no-check', join(fetched, description), join(fetched, 'tree')])
    for (const name of await readdir(join(fetched, 'tree'))) await rename(join(fetched, 'tree', name), join(out, name))
    await rm(fetched, { recursive: true })
  },
})

/** kubeadm, kubectl, kubelet, kube-proxy, kube-scheduler, kube-controller-manager and kube-apiserver; those of the next version in `next`. */
export const kubernetesPrograms = definePiece({
  name: 'kubernetes',
  recipe: ['kubernetes/build.sh'],
  needs: { go: goPiece, source: kubernetesSource },
  build: async (out, { go, source }) => {
    const work = join(out, '.work')
    await mkdir(work)
    // The generator adds a file, so the build has a tree of its own, of hard links.
    await run('cp', ['-al', source, join(work, 'source')])
    await run('nice', ['sh', join(import.meta.dirname, 'build.sh'), join(work, 'source'), goRoot(go), work, out])
    await run('chmod', ['-R', 'u+w', work])
    await rm(work, { recursive: true })
  },
})
