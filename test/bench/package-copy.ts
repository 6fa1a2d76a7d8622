import { cp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readShipped } from '../../scripts/shipped.ts'
import build from '../bundle.ts'

const root = join(import.meta.dirname, '../..')

/**
 * Copies nodeprep as it is installed, built from the present sources, so that a later build does not get in the way. The
 * bench's own playbook ships with the copy, as the one of `plan` and `apply` does with nodeprep.
 */
export async function packageCopy(folder: string): Promise<string> {
  await build()
  const copy = join(folder, 'package')
  for (const name of ['dist', 'playbooks', 'templates', 'package.json'])
    await cp(join(root, name), join(copy, name), { recursive: true })
  await cp(join(import.meta.dirname, 'bench.yaml'), join(copy, 'playbooks/bench.yaml'))
  await writeFile(join(copy, 'dist/shipped.json'), JSON.stringify(readShipped(copy)))
  return join(copy, 'dist/nodeprep.js')
}
