import { containerdFormat, fitTo } from './file.ts'
import { CONFIG_FILE } from '../names.ts'
import { expectedFormat } from '../packages.ts'
import { configMarks, formerSettings } from './former.ts'
import { refusalOf } from './refusal.ts'
import { containerdFormats, containerdSettings, type ContainerdFormat } from './settings.ts'
import type { Cluster } from '../../../cluster/cluster.ts'
import type { Credentials } from '../../../registries/credentials.ts'
import { passwordsOf } from '../../../toml/passwords.ts'
import { mergeTables, withoutAll, type TomlTable } from '../../../toml/table.ts'
import { parseToml, tomlMistake } from '../../../toml/text.ts'
import type { RuntimeMarks } from '../../marks.ts'
import type { RuntimeContext } from '../../runtime.ts'

/** What the step of its configuration is told. */
export interface ContainerdConfig {
  /** What the file is to be given, by its format: for the one that it has or gets, for all where only the host can tell. */
  readonly sets: Readonly<Partial<Record<ContainerdFormat, TomlTable>>>
  /** What is taken out of the file: nodeprep set it, and cluster.yaml does not have it any more. */
  readonly unset: readonly (readonly string[])[]
  readonly marks: RuntimeMarks
  /** The format that a host without containerd is expected to get. */
  readonly expected: ContainerdFormat
  /** Accounts of registries are for root alone. */
  readonly mode: '0600' | '0644'
  /** Why the file cannot be built upon, and what to do; '' when it can. */
  readonly refusal: string
}

type Fitted = Omit<ContainerdConfig, 'expected'>

/** What was made of a file, by all that it is made of: many hosts have the same, and each is resolved several times. */
const known = new WeakMap<Cluster, WeakMap<Credentials, Map<string, Fitted>>>()

/** What a host's own configuration is to become. */
export function containerdConfig(context: RuntimeContext): ContainerdConfig {
  const { cluster, facts, pauseImage, credentials } = context
  const text = facts.files[CONFIG_FILE] ?? ''
  const byCredentials = known.get(cluster) ?? new WeakMap<Credentials, Map<string, Fitted>>()
  const fits = byCredentials.get(credentials) ?? new Map<string, Fitted>()
  const key = JSON.stringify([facts.containerd.format, facts.kernel, facts.made, pauseImage, text])
  const fitted = fits.get(key) ?? fit(text, context)
  known.set(cluster, byCredentials.set(credentials, fits.set(key, fitted)))
  return { ...fitted, expected: expectedFormat(cluster, facts) }
}

function fit(text: string, { cluster, facts, pauseImage, credentials }: RuntimeContext): Fitted {
  const before = parsed(text)
  const marks = configMarks(cluster, credentials, before, facts.made)
  const unset = formerSettings(marks)
  const file = withoutAll(before, unset)
  const settings = containerdSettings(cluster, pauseImage, credentials)
  const format = containerdFormat(file, facts.containerd.format)
  const sets = (format === 0 ? containerdFormats : [format]).map((one) => [one, fitTo(file, settings[one])] as const)
  const hasAccount = sets.some(([, set]) => passwordsOf(mergeTables(file, set)).length > 0)
  return {
    sets: Object.fromEntries(sets),
    ...{ unset, marks },
    mode: hasAccount ? '0600' : '0644',
    refusal: refusalOf(file, settings, facts.kernel),
  }
}

/** What is no TOML is refused by the step itself. */
function parsed(text: string): TomlTable {
  try {
    return parseToml(text)
  } catch (error) {
    tomlMistake(error)
    return {}
  }
}
