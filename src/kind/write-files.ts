import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { messageOf, NodeprepError } from '../errors.ts'

/** Writes files below a folder, over those of an earlier call. Throws `invalid-input` when one can't be written. */
export function writeFiles(folder: string, files: ReadonlyMap<string, string>): void {
  for (const [path, text] of files) {
    const file = join(folder, path)
    try {
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, text)
    } catch (cause) {
      throw new NodeprepError('invalid-input', `${file} cannot be written: ${messageOf(cause)}`, { cause })
    }
  }
}
