import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { Evidence } from './evidence.ts'

/** The files below a folder, as they are now. */
export async function filesBelow(folder: string, place: string): Promise<readonly Evidence[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const found: Evidence[] = []
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name)
    const text = await readFile(path, 'latin1').catch(() => '')
    found.push({ machine: 'client', place, where: relative(folder, path), text })
  }
  return found
}

/** Reads everything that ever is in a folder of temporary files, again and again until it is stopped. */
export function watchFolder(folder: string): { stop(): Promise<readonly Evidence[]> } {
  const seen = new Map<string, Evidence>()
  let going = true
  const loop = async (): Promise<void> => {
    while (going) {
      for (const file of await filesBelow(folder, 'temporary files')) seen.set(`${file.where} ${file.text}`, file)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
  const running = loop()
  return {
    stop: async () => {
      going = false
      await running
      return [...seen.values()]
    },
  }
}
