import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Lab } from '../../lab/lab.ts'
import { quote } from '../../../src/shell/sh.ts'
import { sleep, until } from '../../lab/processes.ts'

const mark = '/run/half-written-reader'
const program = join(import.meta.dirname, 'half-written.pl')

/** Ends the reader; resolves to what was seen of a file beside the content it had at first and the one it has now. */
export type StopWatching = () => Promise<string[]>

/**
 * A reader inside a host that opens the files over and over, about a thousand times a second. It starts again when the
 * host comes back from a loss of power. Resolves once it has read everything the first time.
 */
export async function watchHalfWritten(lab: Lab, name: string, ...paths: string[]): Promise<StopWatching> {
  const text = await readFile(program, 'utf8')
  const seen = new Map(paths.map((path) => [path, [] as string[]]))
  const ending = new AbortController()
  const read = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      const command = `exec perl - ${[mark, ...paths].map(quote).join(' ')}`
      // While the host is off there is nothing to read.
      const output = await lab.exec(name, command, text).then(
        ({ stdout }) => stdout,
        () => '',
      )
      note(output, seen)
      await sleep(100)
    }
  }
  const reading = read()
  const started = (): Promise<boolean> => lab.exec(name, `test -e ${mark}`).then(({ code }) => code === 0)
  await until(`a reader in ${name}`, 20, started)
  return async () => {
    ending.abort()
    await lab.exec(name, `rm -f ${mark}`).catch(() => undefined)
    await reading
    return paths.flatMap((path) => strangers(path, seen.get(path) ?? []))
  }
}

/** A line that the loss of power cut short has no newline. */
function note(output: string, seen: Map<string, string[]>): void {
  for (const line of output.split('\n').slice(0, -1)) {
    const [name = '', content = ''] = line.split(' ')
    seen.get(Buffer.from(name, 'hex').toString())?.push(content)
  }
}

function strangers(path: string, contents: readonly string[]): string[] {
  const fine = [contents[0], contents.at(-1)]
  return contents.filter((content) => !fine.includes(content)).map((content) => `${path} was seen ${shown(content)}`)
}

function shown(content: string): string {
  if (content === '-') return 'absent'
  const bytes = Buffer.from(content.slice(1), 'hex')
  const digest = createHash('sha256').update(bytes).digest('hex').slice(0, 12)
  return `with ${bytes.length} bytes, sha256 ${digest}: ${JSON.stringify(bytes.toString().slice(0, 200))}`
}
