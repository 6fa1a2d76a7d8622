import { execa } from 'execa'
import { appendFile, cp, mkdtemp, readFile, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../../..')

/**
 * Builds the bundle that users get in a folder of its own and appends points.sh to its prelude: the named addition of the
 * tests, and the only one. Returns the path of nodeprep.js.
 */
export async function buildClient(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'nodeprep-faults-client-'))
  for (const part of ['src', 'scripts', 'playbooks', 'templates', 'package.json', 'tsconfig.json', 'LICENSE'])
    await cp(join(root, part), join(folder, part), { recursive: true })
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
  await execa(process.execPath, ['--import', import.meta.resolve('tsx'), 'scripts/build.ts'], { cwd: folder })
  const addition = await readFile(join(import.meta.dirname, 'points.sh'), 'utf8')
  await appendFile(join(folder, 'dist/program/prelude/step.sh'), `\n${addition}`)
  return join(folder, 'dist/nodeprep.js')
}
