import { copyFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from '../../run.ts'
import { withKey, type KeyName } from '../keys.ts'

/** Signs the packages of a folder and writes its repodata, signed too, with the public key beside it. */
export async function indexRpms(folder: string, keys: string, key: KeyName): Promise<void> {
  const packages = (await readdir(folder)).filter((name) => name.endsWith('.rpm')).map((name) => join(folder, name))
  await withKey(keys, key, async ({ gpg, home, user }) => {
    await run('rpmsign', [
      '--define',
      '__gpg /usr/bin/gpg',
      '--define',
      `_gpg_name ${user}`,
      '--define',
      `_gpg_path ${home}`,
      '--addsign',
      ...packages,
    ])
    await run('createrepo_c', ['--quiet', folder])
    const index = join(folder, 'repodata/repomd.xml')
    await gpg('--armor', '--detach-sign', '--output', `${index}.asc`, index)
    await copyFile(join(keys, `${key}.asc`), `${index}.key`)
  })
}
