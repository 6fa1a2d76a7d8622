import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { run } from '../run.ts'
import { ensureBuildTools } from './build-tools.ts'
import { ensureArtifacts } from './index.ts'

let www = ''
let work = ''

beforeAll(async () => {
  await ensureBuildTools()
  www = (await ensureArtifacts()).www
  work = await mkdtemp(join(tmpdir(), 'lab-test-'))
})
afterAll(() => rm(work, { recursive: true }))

const stable = 'repositories/devel:/kubic:/libcontainers:/stable'
const crio = 'repositories/devel:/kubic:/libcontainers:/stable:/cri-o:/1.20'

/** Each with the public key that a user is told to fetch, below www. */
const aptRepositories = [
  {
    root: 'kubernetes/apt',
    dist: 'dists/kubernetes-xenial',
    index: 'main/binary-amd64',
    key: 'kubernetes/apt/doc/apt-key.gpg',
  },
  ...['Debian_11', 'Debian_12'].flatMap((folder) =>
    [`${stable}/${folder}`, `${crio}/${folder}`].map((root) => ({
      root,
      dist: '.',
      index: '.',
      key: `${root}/Release.key`,
    })),
  ),
  ...['bookworm', 'bullseye', 'trixie'].map((suite) => ({
    ...{ root: 'debian', dist: `dists/${suite}`, index: 'main/binary-amd64', key: 'centos/RPM-GPG-KEY-lab' },
  })),
]

const rpmRepositories = [
  { root: 'kubernetes/yum/repos/kubernetes-el7-x86_64', key: 'kubernetes/yum/doc/rpm-package-key.gpg' },
  { root: `${stable}/CentOS_8_Stream`, key: `${stable}/CentOS_8_Stream/repodata/repomd.xml.key` },
  { root: `${crio}/CentOS_9_Stream`, key: `${crio}/CentOS_9_Stream/repodata/repomd.xml.key` },
  { root: 'centos', key: 'centos/RPM-GPG-KEY-lab' },
]

async function verify(key: string, ...signed: string[]): Promise<string> {
  const keyring = join(work, `${key.replaceAll(/[/:]/g, '_')}.gpg`)
  await run('gpg', ['--batch', '--yes', '--dearmor', '--output', keyring, join(www, key)])
  return run('gpgv', ['--keyring', keyring, ...signed])
}

describe.each(aptRepositories)('the apt repository $root $dist', ({ root, dist, index, key }) => {
  it('is signed by the key it offers', async () => {
    const release = join(www, root, dist, 'Release')
    await verify(key, join(www, root, dist, 'InRelease'))
    await verify(key, `${release}.gpg`, release)
  })

  it('lists packages that are there, with their real size and hash, in a list that the release vouches for', async () => {
    const list = await readFile(join(www, root, dist, index, 'Packages'), 'utf8')
    const [sum] = (await run('sha256sum', [join(www, root, dist, index, 'Packages')])).split(' ')
    expect(await readFile(join(www, root, dist, 'InRelease'), 'utf8')).toContain(` ${sum ?? ''} `)
    const files = [...list.matchAll(/^Filename: (.*)$/gm)].map((match) => join(www, root, match[1] ?? ''))
    const sizes = [...list.matchAll(/^Size: (.*)$/gm)].map((match) => Number(match[1]))
    expect(files.length).toBeGreaterThan(0)
    expect(await Promise.all(files.map(async (file) => (await stat(file)).size))).toEqual(sizes)
  })
})

describe.each(rpmRepositories)('the rpm repository $root', ({ root, key }) => {
  it('has metadata and packages signed by the key it offers', async () => {
    const folder = join(www, root)
    await verify(key, join(folder, 'repodata/repomd.xml.asc'), join(folder, 'repodata/repomd.xml'))
    const database = ['--dbpath', await mkdtemp(join(work, 'rpmdb-'))]
    await run('rpmkeys', [...database, '--import', join(www, key)])
    const packages = (await readdir(folder)).filter((name) => name.endsWith('.rpm')).map((name) => join(folder, name))
    const checked = await run('rpmkeys', [...database, '--checksig', ...packages])
    expect(checked.trimEnd().split('\n')).toEqual(packages.map((file) => `${file}: digests signatures OK`))
  })
})

it('offers a Kubernetes newer than the wanted one that is empty, so that an unheeded version shows', async () => {
  const pool = join(www, 'kubernetes/apt/pool')
  expect(await readdir(pool)).toEqual(
    expect.arrayContaining([
      'kubelet_1.20.2-00_amd64.deb',
      'kubelet_1.20.3-00_amd64.deb',
      'kubelet_1.20.4-00_amd64.deb',
    ]),
  )
  expect(await run('dpkg-deb', ['--contents', join(pool, 'kubelet_1.20.4-00_amd64.deb')])).not.toContain('bin/kubelet')
})
