import { InvalidArgumentError, Option } from '@commander-js/extra-typings'
import { DNS_NAME } from '../notation/dns-name.ts'

/** How hosts are reached. */
export interface HostFlags {
  readonly limit?: readonly string[] | undefined
  readonly concurrency: number
  readonly acceptNewHostKeys?: true | undefined
}

/** Where else playbooks and templates are looked for. */
export interface FolderFlags {
  readonly playbooks?: string | undefined
  readonly templates?: string | undefined
}

/** How a run is shown and logged. */
export interface ReportFlags {
  readonly output: OutputKind
  readonly logFile?: string | undefined
}

export type OutputKind = 'human' | 'json'

const defaultConcurrency = 50

function names(text: string): readonly string[] {
  const found = text.split(',').map((name) => name.trim())
  if (found.includes('')) throw new InvalidArgumentError('Write host names separated by commas.')
  return [...new Set(found)]
}

function nodeNames(text: string): readonly string[] {
  const found = names(text)
  const wrong = found.filter((name) => !DNS_NAME.test(name))
  if (wrong.length > 0) throw new InvalidArgumentError(`Not the name of a node: ${wrong.join(', ')}.`)
  return found
}

function positive(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 1) throw new InvalidArgumentError('Write a whole number above 0.')
  return value
}

/** The flags that several commands share; made anew for each. */
export const flags = {
  limit: () => new Option('--limit <hosts>', 'only these hosts, separated by commas').argParser(names),
  dead: () =>
    new Option('--dead <hosts>', 'ask nothing of these hosts, dead or no longer in the file').argParser(nodeNames),
  concurrency: () =>
    new Option('--concurrency <number>', 'hosts worked on at the same time')
      .argParser(positive)
      .default(defaultConcurrency),
  acceptNewHostKeys: () =>
    new Option('--accept-new-host-keys', 'remember the SSH keys of hosts met for the first time'),
  playbooks: () => new Option('--playbooks <folder>', 'look for playbooks here before those that ship with nodeprep'),
  templates: () => new Option('--templates <folder>', 'look for templates here before those that ship with nodeprep'),
  output: () =>
    new Option('--output <kind>', 'for people, or JSON for programs')
      .choices(['human', 'json'] as const)
      .default('human' as const),
  logFile: () => new Option('--log-file <file>', 'write the full log of the run here instead of the state folder'),
  planOnly: () => new Option('--plan', 'say what would change, and change nothing'),
  planOut: () =>
    new Option('--out <file>', 'with --plan: write the plan here for apply, which then refuses anything else'),
  set: () =>
    new Option('--set <option=value>', 'give the operation one of its options; may be repeated').argParser(
      (text, all: readonly string[] | undefined) => [...(all ?? []), text],
    ),
  cluster: () => new Option('--cluster <name>', 'name of the cluster, for --yes or --out where it has to be typed'),
  yes: () => new Option('-y, --yes', 'do not ask before changing hosts'),
} as const
