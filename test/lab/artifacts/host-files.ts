import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { keysPiece } from './keys.ts'
import type { HostKind } from '../tree/recipes.ts'

/** A file that a host has before its first boot. */
export interface HostFile {
  readonly path: string
  readonly content: string | Buffer
  readonly mode?: number
}

const suiteOf = { debian11: 'bullseye', debian12: 'bookworm', debian13: 'trixie' } as const
const keyring = '/usr/share/keyrings/lab-archive-keyring.gpg'
const rpmKey = '/etc/pki/rpm-gpg/RPM-GPG-KEY-lab'

/** What makes a host install from the lab's own base repository and trust it. */
export async function hostFiles(kind: HostKind): Promise<HostFile[]> {
  const keys = await keysPiece.path()
  if (kind === 'centos') {
    return [
      { path: rpmKey, content: await readFile(join(keys, 'base.asc')) },
      { path: '/etc/yum.repos.d/base.repo', content: baseRepo },
    ]
  }
  return [
    { path: keyring, content: await readFile(join(keys, 'base.gpg')) },
    {
      path: '/etc/apt/sources.list',
      content: `deb [signed-by=${keyring}] http://mirror.lab/debian ${suiteOf[kind]} main\n`,
    },
  ]
}

const baseRepo = `[baseos]
name=CentOS Stream 9 - BaseOS (lab)
baseurl=http://mirror.lab/centos/
enabled=1
gpgcheck=1
repo_gpgcheck=1
gpgkey=file://${rpmKey}
`
