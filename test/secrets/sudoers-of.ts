import { execa } from 'execa'
import type { Bed } from './plant.ts'

/** What `render --sudoers` prints for a host. */
export async function sudoersOf({ folder, bundle, env }: Bed, host: string): Promise<string> {
  const { stdout } = await execa(process.execPath, [bundle, 'render', 'cluster.yaml', '--sudoers', '--host', host], {
    ...{ cwd: folder, env },
  })
  return `${stdout}\n`
}
