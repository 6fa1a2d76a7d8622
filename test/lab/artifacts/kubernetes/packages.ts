import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from '../../run.ts'
import { buildGo, goPiece } from '../go.ts'
import { keysPiece } from '../keys.ts'
import { indexApt } from '../packages/apt-repository.ts'
import { buildDeb } from '../packages/deb.ts'
import { indexRpms } from '../packages/rpm-repository.ts'
import { buildRpm } from '../packages/rpm.ts'
import { filesOf } from '../packages/tree.ts'
import { definePiece } from '../piece.ts'
import { fetchDebs } from '../private-apt.ts'
import { kubernetesPrograms, kubernetesSource } from './kubernetes.ts'
import { kubernetesDebs, kubernetesRpms, type Programs } from './package-list.ts'

/**
 * The Kubernetes packages, laid out and named as the legacy repositories have them and its mirrors still do:
 * kubernetes/apt and kubernetes/yum.
 */
export const kubernetesPackages = definePiece({
  name: 'kubernetes-packages',
  recipe: ['kubernetes/packages.ts', 'kubernetes/package-list.ts', 'kubernetes/kubelet-files.ts', 'packages', 'crictl'],
  needs: { programs: kubernetesPrograms, source: kubernetesSource, go: goPiece, keys: keysPiece },
  build: async (out, { programs, source, go, keys }) => {
    const work = await mkdtemp(join(tmpdir(), 'lab-kubernetes-'))
    try {
      await buildGo(go, 'crictl', join(work, 'crictl'), join(source, 'vendor'))
      await fetchDebs('bullseye', ['containernetworking-plugins'], work)
      for (const name of await readdir(work))
        if (name.endsWith('.deb')) await run('dpkg', ['-x', join(work, name), join(work, 'cni')])
      const plugins = await filesOf(join(work, 'cni/usr/lib/cni'), '/opt/cni/bin')
      const executable = Object.fromEntries(
        Object.entries(plugins).map(([path, entry]) => [path, { ...entry, mode: 0o755 }]),
      )
      const files: Programs = { programs, crictl: join(work, 'crictl'), plugins: executable }

      const apt = join(out, 'apt')
      for (const deb of kubernetesDebs(files)) await buildDeb(deb, join(apt, 'pool'))
      const suite = 'kubernetes-xenial'
      await indexApt(
        { root: apt, pool: 'pool', dist: `dists/${suite}`, fields: { Suite: suite, Codename: suite } },
        keys,
        'kubernetes',
      )
      await placeKey(keys, join(apt, 'doc'), ['apt-key.gpg'])

      const yum = join(out, 'yum/repos/kubernetes-el7-x86_64')
      for (const rpm of kubernetesRpms(files)) await buildRpm(rpm, yum)
      await indexRpms(yum, keys, 'kubernetes')
      await placeKey(keys, join(out, 'yum/doc'), ['rpm-package-key.gpg', 'yum-key.gpg'])
    } finally {
      await rm(work, { recursive: true })
    }
  },
})

async function placeKey(keys: string, folder: string, names: readonly string[]): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const name of names) await run('cp', [join(keys, 'kubernetes.asc'), join(folder, name)])
}
