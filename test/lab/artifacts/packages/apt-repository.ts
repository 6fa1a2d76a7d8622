import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { withKey, type KeyName } from '../keys.ts'
import { run } from '../../run.ts'

export interface AptRepository {
  /** The folder the URL of a sources.list line names; packages lie in it or below. */
  readonly root: string
  /** The folder below root whose packages are listed, `.` for all. */
  readonly pool: string
  /** The folder of Release: `.` for a flat repository, `dists/SUITE` otherwise. */
  readonly dist: string
  readonly fields: Readonly<Record<string, string>>
}

/** Writes Packages and a Release signed both ways, as Debian's own archive does. */
export async function indexApt({ root, pool, dist, fields }: AptRepository, keys: string, key: KeyName): Promise<void> {
  const flat = dist === '.'
  const index = join(root, dist, flat ? '.' : 'main/binary-amd64')
  await mkdir(index, { recursive: true })
  const { stdout } = await execa('apt-ftparchive', ['packages', pool], { cwd: root, stripFinalNewline: false })
  await writeFile(join(index, 'Packages'), stdout.replaceAll(/^Filename: \.\//gm, 'Filename: '))
  await run('gzip', ['-9', '-k', '-n', join(index, 'Packages')])
  const all = {
    Origin: 'nodeprep lab',
    Label: 'nodeprep lab',
    Architectures: 'amd64',
    ...(flat ? {} : { Components: 'main' }),
    ...fields,
  }
  const options = Object.entries(all).flatMap(([name, value]) => ['-o', `APT::FTPArchive::Release::${name}=${value}`])
  await writeFile(join(root, dist, 'Release'), await run('apt-ftparchive', [...options, 'release', join(root, dist)]))
  await withKey(keys, key, async ({ gpg }) => {
    const release = join(root, dist, 'Release')
    await gpg('--armor', '--detach-sign', '--output', `${release}.gpg`, release)
    await gpg('--clearsign', '--output', join(root, dist, 'InRelease'), release)
  })
}
