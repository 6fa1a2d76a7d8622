import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { run } from '../../run.ts'
import { layOut, type Files } from './tree.ts'

export interface Rpm {
  readonly name: string
  readonly version: string
  readonly release: string
  readonly summary: string
  readonly requires?: readonly string[]
  readonly provides?: readonly string[]
  readonly files: Files
}

/** Builds an .rpm for x86_64 into a folder. Every file under /etc is a configuration file that an upgrade leaves alone. */
export async function buildRpm(rpm: Rpm, out: string): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), 'lab-rpm-'))
  try {
    await mkdir(join(work, 'root'))
    await layOut(join(work, 'root'), rpm.files)
    await writeFile(join(work, 'package.spec'), specText(rpm, join(work, 'root')))
    await run('rpmbuild', [
      '-bb',
      '--quiet',
      '--target',
      'x86_64',
      '--define',
      `_topdir ${work}`,
      join(work, 'package.spec'),
    ])
    await mkdir(out, { recursive: true })
    const built = join(work, 'RPMS/x86_64')
    for (const name of await readdir(built)) await run('mv', [join(built, name), join(out, basename(name))])
  } finally {
    await rm(work, { recursive: true })
  }
}

function specText({ name, version, release, summary, requires = [], provides = [], files }: Rpm, root: string): string {
  const listed = Object.entries(files).map(([path, entry]) => {
    if ('folder' in entry) return `%dir ${path}`
    return path.startsWith('/etc/') ? `%config(noreplace) ${path}` : path
  })
  // Nothing is found out from the files: they are Debian's, whose names for libraries are not rpm's.
  return `%global debug_package %{nil}
%global __os_install_post %{nil}
%global _build_id_links none
%global _binary_payload w2.gzdio
Name: ${name}
Version: ${version}
Release: ${release}
Summary: ${summary}
License: Apache-2.0
AutoReqProv: no
${requires.map((each) => `Requires: ${each}\n`).join('')}${provides.map((each) => `Provides: ${each}\n`).join('')}
%description
${summary}.

%install
cp -a ${root}/. %{buildroot}

%files
%defattr(-,root,root)
${listed.join('\n')}
`
}
