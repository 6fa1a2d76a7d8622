import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from '../../run.ts'
import { layOut, type Files } from './tree.ts'

export interface Deb {
  readonly name: string
  readonly version: string
  readonly summary: string
  readonly depends?: readonly string[]
  readonly files: Files
  /** Maintainer scripts by their names: postinst, prerm, postrm. */
  readonly scripts?: Readonly<Record<string, string>>
}

/** Builds a .deb for amd64 into a folder. Everything under /etc is a configuration file. */
export async function buildDeb(deb: Deb, out: string): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), 'lab-deb-'))
  try {
    await layOut(root, deb.files)
    const configuration = Object.entries(deb.files).filter(
      ([path, entry]) => path.startsWith('/etc/') && !('folder' in entry),
    )
    const control: Record<string, { text: string; mode?: number }> = { '/control': { text: controlText(deb) } }
    if (configuration.length > 0) control['/conffiles'] = { text: configuration.map(([path]) => `${path}\n`).join('') }
    for (const [name, text] of Object.entries(deb.scripts ?? {})) control[`/${name}`] = { text, mode: 0o755 }
    await layOut(join(root, 'DEBIAN'), control)
    await mkdir(out, { recursive: true })
    await run('chmod', ['755', root])
    await run('dpkg-deb', [
      '--root-owner-group',
      '-Zgzip',
      '-z1',
      '--build',
      root,
      join(out, `${deb.name}_${deb.version}_amd64.deb`),
    ])
  } finally {
    await rm(root, { recursive: true })
  }
}

function controlText({ name, version, summary, depends = [] }: Deb): string {
  return `Package: ${name}
Version: ${version}
Architecture: amd64
Maintainer: nodeprep lab <lab@lab.invalid>
Section: misc
Priority: optional
${depends.length > 0 ? `Depends: ${depends.join(', ')}\n` : ''}Description: ${summary}
`
}
