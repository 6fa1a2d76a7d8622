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
import type { Files } from '../packages/tree.ts'
import { definePiece } from '../piece.ts'
import { fetchDebs } from '../private-apt.ts'
import { kubernetesSource } from '../kubernetes/kubernetes.ts'
import { reloadScripts } from '../kubernetes/kubelet-files.ts'
import { commonFiles, crioFiles } from './host-files.ts'

const standIn = "lab's stand-in for CRI-O: its paths and configuration over Debian's containerd"
const version = '1.20.9'

/** Which distribution's containerd goes into which of the repositories' folders; the second name is a link to the first. */
const targets = [
  { suite: 'bullseye', folders: ['Debian_11'], format: 'deb' },
  { suite: 'bookworm', folders: ['Debian_12', 'Debian_Testing', 'Debian_Unstable'], format: 'deb' },
  { suite: 'bookworm', folders: ['CentOS_8_Stream', 'CentOS_9_Stream', 'CentOS_8'], format: 'rpm' },
] as const

/** The repositories of the Kubic project: containers-common and cri-o-runc in one, cri-o in another for each minor. */
export const crioPackages = definePiece({
  name: 'cri-o-packages',
  recipe: ['crio', 'packages'],
  needs: { go: goPiece, source: kubernetesSource, keys: keysPiece },
  build: async (out, { go, source, keys }) => {
    const work = await mkdtemp(join(tmpdir(), 'lab-crio-'))
    try {
      await buildGo(go, 'crio', join(work, 'crio'), join(source, 'vendor'))
      for (const { suite, folders, format } of targets) {
        const debian = join(work, suite)
        await unpack(suite, debian)
        const files = {
          crio: crioFiles(join(work, 'crio'), debian, format),
          runc: { '/usr/libexec/crio/runc-debian': { from: join(debian, 'usr/sbin/runc') } } satisfies Files,
        }
        const stable = join(out, 'devel:/kubic:/libcontainers:/stable')
        const places = { stable, crio: join(out, 'devel:/kubic:/libcontainers:/stable:/cri-o:/1.20') }
        const [first, ...others] = folders
        await (format === 'deb' ? buildDebs : buildRpms)(
          files,
          { stable: join(stable, first), crio: join(places.crio, first) },
          keys,
        )
        for (const place of Object.values(places))
          for (const other of others) await run('ln', ['-s', first, join(place, other)])
      }
    } finally {
      await rm(work, { recursive: true })
    }
  },
})

interface Parts<T> {
  readonly crio: T
  readonly runc: T
}

interface Places {
  readonly stable: string
  readonly crio: string
}

async function unpack(suite: string, to: string): Promise<void> {
  const debs = `${to}.debs`
  await mkdir(debs, { recursive: true })
  await fetchDebs(suite, ['containerd', 'runc'], debs)
  for (const name of await readdir(debs)) await run('dpkg', ['-x', join(debs, name), to])
}

async function buildDebs(files: Parts<Files>, { stable, crio }: Places, keys: string): Promise<void> {
  const depends = ['libc6', 'libseccomp2']
  await buildDeb(
    { name: 'containers-common', version: '1-1', summary: "lab's stand-in", files: commonFiles },
    join(stable, 'all'),
  )
  await buildDeb(
    { name: 'cri-o-runc', version: '1.0.1~1', summary: standIn, files: files.runc, depends },
    join(stable, 'amd64'),
  )
  await buildDeb(
    {
      ...{ name: 'cri-o', version: `${version}~1`, summary: standIn, files: files.crio, scripts: reloadScripts },
      depends: ['libc6', 'cri-o-runc (>= 1.0.0)', 'containers-common', 'iptables'],
    },
    join(crio, 'amd64'),
  )
  for (const root of [stable, crio]) {
    await indexApt({ root, pool: '.', dist: '.', fields: {} }, keys, 'cri-o')
    await run('cp', [join(keys, 'cri-o.asc'), join(root, 'Release.key')])
  }
}

async function buildRpms(files: Parts<Files>, { stable, crio }: Places, keys: string): Promise<void> {
  await buildRpm(
    { name: 'containers-common', version: '1', release: '1', summary: "Lab's stand-in", files: commonFiles },
    stable,
  )
  await buildRpm(
    {
      ...{ name: 'cri-o', version, release: '1.1.el8', summary: standIn, files: { ...files.crio, ...files.runc } },
      requires: ['container-selinux', 'containers-common', 'iptables'],
    },
    crio,
  )
  for (const folder of [stable, crio]) await indexRpms(folder, keys, 'cri-o')
}
