import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import build from '../bundle.ts'

const root = join(import.meta.dirname, '../..')

/** Copies nodeprep as it is installed, built from the present sources, so that a later build does not get in the way. */
export async function packageCopy(folder: string): Promise<string> {
  await build()
  for (const name of ['dist', 'playbooks', 'templates', 'package.json'])
    await cp(join(root, name), join(folder, 'package', name), { recursive: true })
  return join(folder, 'package/dist/nodeprep.js')
}
