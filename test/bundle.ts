import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'

const root = join(import.meta.dirname, '..')

/** When something that the bundle is made of last changed, in milliseconds since the epoch. */
function newestSource(): number {
  const files = ['src', 'scripts', 'playbooks', 'templates'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true }).map((name) => join(root, folder, String(name))),
  )
  return Math.max(...[...files, join(root, 'package-lock.json')].map((file) => statSync(file).mtimeMs))
}

/** Builds the bundle that users get, unless it is newer than its sources: tests of the command line start that. */
export default async function setup(): Promise<void> {
  const built = statSync(join(root, 'dist/THIRD-PARTY-NOTICES'), { throwIfNoEntry: false })?.mtimeMs ?? 0
  if (built < newestSource()) await execa('npm', ['run', 'build', '--silent'], { cwd: root })
}
