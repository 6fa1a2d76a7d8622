import { mkdir } from 'node:fs/promises'
import { run, tryRun } from './run.ts'

/** Puts memory where the disks of a lab's hosts will be: at most half of the machine's. */
export async function mountMemory(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await run('mount', ['-t', 'tmpfs', '-o', 'mode=755,size=50%', 'tmpfs', folder])
}

/** Gives it back. No error when there is none. */
export async function unmountMemory(folder: string): Promise<void> {
  await tryRun('umount', [folder])
}
