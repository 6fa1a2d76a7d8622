import { mkdir, realpath, readFile } from 'node:fs/promises'
import { sleep } from './processes.ts'
import { run, tryRun } from './run.ts'

/** Puts memory where the disks of a lab's hosts will be: at most half of the machine's. */
export async function mountMemory(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await run('mount', ['-t', 'tmpfs', '-o', 'mode=755,size=50%', 'tmpfs', folder])
}

/**
 * Gives back all memory that is mounted there, also what an earlier lab of that name has left. No error when there is
 * none. What is busy for `tries` tenths of a second, because of a process that is not the lab's or that cannot be killed
 * just now, is only taken out of the tree: it must not keep other labs from starting, and ends with its last user.
 */
export async function unmountMemory(folder: string, tries = 50): Promise<void> {
  while (await isMounted(folder)) {
    if ((await tryRun('umount', [folder])).code === 0) continue
    if (tries-- > 0) await sleep(100)
    else await run('umount', ['-l', folder])
  }
}

async function isMounted(folder: string): Promise<boolean> {
  const path = await realpath(folder).catch(() => folder)
  const mounts = await readFile('/proc/self/mounts', 'utf8')
  return mounts.split('\n').some((line) => line.split(' ')[1] === path)
}
