import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Lab } from '../../lab/lab.ts'
import { volatile, volatility, type Volatile } from './volatile.ts'

/** One value for each thing a host holds, by the kind of thing: `file`, `package`, `unit`, `sysctl`, `service`, `kernel`. */
export type HostReading = Readonly<Record<string, ReadonlyMap<string, string>>>

const script = join(import.meta.dirname, 'read-host.sh')

/**
 * Reads what a lab host holds that nodeprep could have had a hand in. Takes about five seconds and changes nothing.
 * @param also paths that may differ here beside those that always may.
 */
export async function readHost(lab: Lab, name: string, also: readonly Volatile[] = []): Promise<HostReading> {
  const { code, stdout, stderr } = await lab.exec(name, 'sh -s', await readFile(script, 'utf8'))
  if (code !== 0) throw new Error(`cannot read host ${name}: ${stderr}`)
  const reading: Record<string, Map<string, string>> = {}
  const hashes = new Map<string, string>()
  for (const line of stdout.split('\n').filter(Boolean)) {
    const [kind = '', key = '', value = ''] = line.split('\t')
    if (kind === 'sha256') hashes.set(key, value)
    else (reading[kind] ??= new Map()).set(key, value)
  }
  const files = reading['file'] ?? new Map<string, string>()
  if (files.size < 1000) throw new Error(`host ${name} shows only ${files.size} files`)
  const what = volatility([...volatile, ...also])
  for (const [path, state] of files) {
    const hash = hashes.get(path)
    const changing = what(path)
    if (changing === 'all') files.delete(path)
    else if (changing === undefined && hash !== undefined) files.set(path, `${state} sha256 ${hash}`)
    else if (changing === 'content') files.set(path, state.replace(/ -> .*$/, ''))
  }
  return reading
}
