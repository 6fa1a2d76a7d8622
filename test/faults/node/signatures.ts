import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ensureArtifacts } from '../../lab/artifacts/index.ts'
import { keysPiece, withKey, type KeyName } from '../../lab/artifacts/keys.ts'

const kubic = 'repositories/devel:/kubic:/libcontainers:/stable'

/** Folders of apt's repositories below the mirror's root, the key of each, and another one's. */
const places: readonly (readonly [string, KeyName, KeyName])[] = [
  ['debian/dists/bookworm', 'base', 'cri-o'],
  ['kubernetes/apt/dists/kubernetes-xenial', 'kubernetes', 'base'],
  [`${kubic}:/cri-o:/1.20/Debian_12`, 'cri-o', 'base'],
  [`${kubic}/Debian_12`, 'cri-o', 'base'],
]

/** Keys that rpm's repositories name, and the files of the keys that are served instead. */
const rpmKeys: readonly (readonly [string, KeyName])[] = [
  [`${kubic}:/cri-o:/1.20/CentOS_8_Stream/repodata/repomd.xml.key`, 'base'],
  [`${kubic}/CentOS_8_Stream/repodata/repomd.xml.key`, 'base'],
  ['kubernetes/yum/doc/rpm-package-key.gpg', 'base'],
]

/**
 * Writes what a mirror serves whose repositories are signed otherwise, by paths as mirror-server.ts wants them: `expired`
 * is signed by the right key and was valid until yesterday, `wrong-signature` is signed by another key.
 */
export async function signOtherwise(folder: string): Promise<void> {
  const [{ www }, keys] = [await ensureArtifacts(), await keysPiece.path()]
  for (const way of ['expired', 'wrong-signature']) await mkdir(join(folder, way))
  const yesterday = new Date(Date.now() - 86_400_000).toUTCString()
  for (const [place, own, other] of places) {
    const release = await readFile(join(www, place, 'Release'), 'utf8')
    await clearsign(keys, own, `Valid-Until: ${yesterday}\n${release}`, file(folder, 'expired', `${place}/InRelease`))
    await clearsign(keys, other, release, file(folder, 'wrong-signature', `${place}/InRelease`))
  }
  for (const [path, other] of rpmKeys) {
    await writeFile(file(folder, 'wrong-signature', path), await readFile(join(keys, `${other}.asc`)))
  }
}

function file(folder: string, way: string, path: string): string {
  return join(folder, way, encodeURIComponent(`/${path}`))
}

async function clearsign(keys: string, key: KeyName, text: string, out: string): Promise<void> {
  await writeFile(`${out}.text`, text)
  await withKey(keys, key, async ({ gpg }) => {
    await gpg('--clearsign', '--output', out, `${out}.text`)
  })
}
