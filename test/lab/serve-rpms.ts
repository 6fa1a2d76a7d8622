import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureBuildTools } from './artifacts/build-tools.ts'
import { keysPiece } from './artifacts/keys.ts'
import { indexRpms } from './artifacts/packages/rpm-repository.ts'
import { buildRpm } from './artifacts/packages/rpm.ts'
import type { Lab } from './lab.ts'
import { run } from './run.ts'

type Rpm = Parameters<typeof buildRpm>[0]

/** Where {@link serveRpms} puts its repository; its key lies at repodata/repomd.xml.key. */
export const rpmRepository = 'file:///srv/np-repo'

/** Builds rpms and lays them, as a signed repository, onto a host's own disk. */
export async function serveRpms(lab: Lab, host: string, rpms: readonly Rpm[]): Promise<void> {
  await ensureBuildTools()
  const folder = await mkdtemp(join(tmpdir(), 'nodeprep-rpms-'))
  try {
    for (const rpm of rpms) await buildRpm(rpm, folder)
    await indexRpms(folder, await keysPiece.path(), 'kubernetes')
    await run('tar', ['-czf', `${folder}.tar.gz`, '-C', folder, '.'])
    const archive = (await readFile(`${folder}.tar.gz`)).toString('base64')
    await lab.exec(host, 'mkdir -p /srv/np-repo && base64 -d | tar -xzf - -C /srv/np-repo', archive)
  } finally {
    await rm(folder, { recursive: true })
    await rm(`${folder}.tar.gz`, { force: true })
  }
}
