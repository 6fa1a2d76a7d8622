import { loadCluster } from '../config/load.ts'
import type { HostWithFacts } from '../facts/host-with-facts.ts'
import { shownFacts } from '../facts/shown-facts.ts'
import type { ExitCode } from '../report/exit-code.ts'
import { jsonLine } from '../report/json-lines.ts'
import { oneLine, pad } from '../report/text.ts'
import type { HostFlags, OutputKind } from './flags.ts'
import { gather } from './gather.ts'
import type { Io } from './io.ts'

export interface FactsFlags extends HostFlags {
  readonly output: OutputKind
}

/** `nodeprep facts FILE`: what nodeprep sees of every host. As JSON it is what `render --facts` reads. */
export async function facts(io: Io, file: string, flags: FactsFlags): Promise<ExitCode> {
  const { found: all, exitCode } = await gather(io, loadCluster(file), flags)
  const found = all.map((one) => ({ ...one, facts: shownFacts(one.facts) }))
  if (flags.output === 'json')
    io.stdout.write(jsonLine(Object.fromEntries(found.map((one) => [one.host.name, one.facts]))))
  else io.stdout.write(found.map(hostText).join('\n'))
  return exitCode
}

function hostText({ host, facts: known }: HostWithFacts): string {
  const { live, ...rest } = known
  // Lists and tables of what is in effect are for readers of JSON.
  const plain = Object.entries(live).filter(([, value]) => typeof value === 'string' || Array.isArray(value))
  const shown = { ...rest, ...(known.kubernetes.state === 'none' ? {} : { live: Object.fromEntries(plain) }) }
  const entries = Object.entries(shown).flatMap(([name, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).map(([inner, text]: [string, unknown]) => [`${name}.${inner}`, text] as const)
      : [[name, value] as const],
  )
  const width = Math.max(...entries.map(([name]) => name.length))
  return `${host.name}\n${entries.map(([name, value]) => `  ${pad(name, width)}  ${oneLine(String(value))}\n`).join('')}`
}
