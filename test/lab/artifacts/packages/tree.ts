import { chmod, copyFile, mkdir, readdir, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** One file of a package: its text, a file to copy, a link's target, or an empty folder. */
export type Entry =
  | { readonly text: string; readonly mode?: number }
  | { readonly from: string; readonly mode?: number }
  | { readonly link: string }
  | { readonly folder: true }

/** Files by their absolute path on the host. */
export type Files = Readonly<Record<string, Entry>>

/** Lays files out under a root; programs in a bin, sbin or libexec folder get mode 755, others 644. */
export async function layOut(root: string, files: Files): Promise<void> {
  for (const [path, entry] of Object.entries(files)) {
    const target = join(root, path)
    await mkdir(dirname(target), { recursive: true })
    if ('folder' in entry) await mkdir(target, { recursive: true })
    else if ('link' in entry) await symlink(entry.link, target)
    else {
      if ('text' in entry) await writeFile(target, entry.text)
      else await copyFile(entry.from, target)
      await chmod(target, entry.mode ?? (/\/(s?bin|libexec)\//.test(path) ? 0o755 : 0o644))
    }
  }
}

/** All files of a folder as package files under `to`, links left out. */
export async function filesOf(folder: string, to: string): Promise<Files> {
  const entries = await readdir(folder, { withFileTypes: true })
  return Object.fromEntries(
    entries.filter((entry) => entry.isFile()).map(({ name }) => [`${to}/${name}`, { from: join(folder, name) }]),
  )
}
