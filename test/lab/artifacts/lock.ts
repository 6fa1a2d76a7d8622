import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { execa } from 'execa'

/** Does something while holding a file's lock; others wait. The kernel frees the lock should this process die. */
export async function withLock<T>(file: string, act: () => Promise<T>): Promise<T> {
  await mkdir(dirname(file), { recursive: true })
  const holder = execa('flock', [file, 'sh', '-c', 'echo held; exec cat'], { stdin: 'pipe', reject: false })
  const held = await holder[Symbol.asyncIterator]().next()
  if (held.value !== 'held') throw new Error(`can't lock ${file}: ${(await holder).stderr}`)
  try {
    return await act()
  } finally {
    holder.stdin.end()
    await holder
  }
}
