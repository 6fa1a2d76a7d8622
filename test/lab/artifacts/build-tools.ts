import { aptInstall, exists } from '../tools.ts'

/** Programs that building the artifacts takes, each with the Debian package that brings it. */
const packages: Readonly<Record<string, string>> = {
  '/usr/bin/gcc': 'build-essential',
  '/usr/bin/dpkg-source': 'dpkg-dev',
  '/usr/bin/apt-ftparchive': 'apt-utils',
  '/usr/bin/gpg': 'gnupg',
  '/usr/bin/rpmbuild': 'rpm',
  '/usr/bin/createrepo_c': 'createrepo-c',
  '/usr/bin/skopeo': 'skopeo',
  '/usr/bin/docker-registry': 'docker-registry',
  '/usr/bin/mmdebstrap': 'mmdebstrap',
  '/usr/bin/xz': 'xz-utils',
}

let ready: Promise<void> | undefined

/** Installs from apt what building the artifacts takes and this machine lacks; looks once a process. Needs root. */
export function ensureBuildTools(): Promise<void> {
  return (ready ??= installMissing())
}

async function installMissing(): Promise<void> {
  const missing: string[] = []
  for (const [file, name] of Object.entries(packages)) if (!(await exists(file))) missing.push(name)
  if (missing.length === 0) return
  await aptInstall(missing)
}
