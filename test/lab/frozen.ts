import { createHash } from 'node:crypto'
import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { withLock } from './artifacts/lock.ts'
import { cacheDir } from './cache.ts'
import type { Lab, Snapshot } from './running-lab.ts'
import { run } from './run.ts'
import { exists } from './tools.ts'

/** Disks are large: what nobody has started from for a day is removed when others are made. Milliseconds. */
const KEPT = 24 * 60 * 60 * 1000

const folderOfAll = () => join(cacheDir(), 'frozen')

/**
 * What `make` leaves on the disks of a lab's hosts, by their names. Made once for a key, and kept in the user's cache folder:
 * the lab that made it is taken down, any later one can start hosts from it. Safe to call from many processes at once.
 */
export async function frozenDisks(
  key: readonly string[],
  make: () => Promise<Lab>,
): Promise<ReadonlyMap<string, Snapshot>> {
  const digest = createHash('sha256').update(JSON.stringify(key)).digest('hex').slice(0, 16)
  const folder = join(folderOfAll(), digest)
  return withLock(join(folderOfAll(), `${digest}.lock`), async () => {
    if (!(await exists(folder))) {
      await removeUnused()
      await freeze(await make(), folder)
    }
    await utimes(folder, new Date(), new Date())
    return read(folder)
  })
}

/** Moves the disks of all hosts of a lab into a folder and takes the lab down. */
async function freeze(lab: Lab, folder: string): Promise<void> {
  const draft = `${folder}.${process.pid}.new`
  try {
    for (const { name, kind } of lab.hosts) {
      await lab.exec(name, 'systemctl stop kubelet; sync')
      await lab.powerOff(name)
      const { layers, stores } = await lab.snapshot(name)
      const [upper = '', ...below] = layers
      if (below.length > 0) throw new Error(`host ${name} started from a snapshot itself`)
      const to = join(draft, `${name}.${kind}`)
      await mkdir(to, { recursive: true })
      await run('mv', [upper, join(to, 'upper')])
      await run('mv', [stores, join(to, 'stores')])
    }
    await rename(draft, folder)
  } finally {
    await lab.down()
    await rm(draft, { recursive: true, force: true })
  }
}

async function read(folder: string): Promise<ReadonlyMap<string, Snapshot>> {
  const disks = await readdir(folder)
  return new Map(
    disks.map((disk) => {
      const [name = '', kind = ''] = disk.split('.')
      const at = join(folder, disk)
      return [name, { kind: kind as Snapshot['kind'], layers: [join(at, 'upper')], stores: join(at, 'stores') }]
    }),
  )
}

async function removeUnused(): Promise<void> {
  for (const name of await readdir(folderOfAll())) {
    const path = join(folderOfAll(), name)
    const { mtimeMs } = await stat(path)
    if (Date.now() - mtimeMs > KEPT) await rm(path, { recursive: true, force: true })
  }
}
