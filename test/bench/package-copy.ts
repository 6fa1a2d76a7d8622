import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from '../lab/run.ts'

const root = join(import.meta.dirname, '../..')

/** Builds nodeprep and copies it as it is installed, so that nothing else that builds meanwhile gets in the way. */
export async function packageCopy(folder: string): Promise<string> {
  await run('npm', ['run', 'build', '--silent', '--prefix', root])
  for (const name of ['dist', 'playbooks', 'templates', 'package.json'])
    await cp(join(root, name), join(folder, 'package', name), { recursive: true })
  return join(folder, 'package/dist/nodeprep.js')
}
