import type { Cluster } from '../../../cluster/cluster.ts'
import { marksOf } from '../../../facts/made.ts'
import type { Credentials } from '../../../registries/credentials.ts'
import { tomlAt, withoutAll, type TomlTable } from '../../../toml/table.ts'
import { handlerMark, markedHandlers, runtimeMarks, type RuntimeMarks } from '../../marks.ts'
import { registryAccounts } from '../accounts.ts'
import { names } from '../names.ts'
import { CRI, IMAGES, RUNTIME } from './tables.ts'

type TomlPath = readonly string[]

const ACCOUNT = `${names.unit}-account-`
const DEFAULT = `${names.unit}-default-handler`

const runtimesOf = (name: string): readonly TomlPath[] =>
  [CRI, RUNTIME].map((cri) => [...cri, 'containerd', 'runtimes', name])
const accountOf = (host: string): readonly TomlPath[] =>
  [CRI, IMAGES].map((cri) => [...cri, 'registry', 'configs', host, 'auth'])
const defaults: readonly TomlPath[] = [CRI, RUNTIME].map((cri) => [...cri, 'containerd', 'default_runtime_name'])

/** Where the file has what a mark is about. runc is containerd's own: of it there is only a path to take back. */
function placesOf(mark: string): readonly TomlPath[] {
  if (mark === DEFAULT) return defaults
  if (mark.startsWith(ACCOUNT)) return accountOf(mark.slice(ACCOUNT.length))
  return markedHandlers(names.unit, [mark]).flatMap(({ name }) =>
    runtimesOf(name).map((path) => (name === 'runc' ? [...path, 'options', 'BinaryName'] : path)),
  )
}

/**
 * The marks of what nodeprep sets in a host's config.toml: all but what the file had before it did. Where a setting with a mark
 * is no longer wanted, it is taken out.
 */
export function configMarks(
  cluster: Cluster,
  credentials: Credentials,
  file: TomlTable,
  made: readonly string[],
): RuntimeMarks {
  const { handlers, defaultHandler } = cluster.runtime
  const marks = [
    ...handlers.filter(({ path }) => path !== '').map((handler) => handlerMark(names.unit, handler)),
    ...Object.keys(registryAccounts(cluster, credentials)).map((host) => `${ACCOUNT}${host}`),
    ...(defaultHandler === undefined ? [] : [DEFAULT]),
  ]
  const others = withoutAll(
    file,
    marksOf(made).flatMap((mark) => placesOf(mark)),
  )
  const ours = marks.filter(
    (mark) => mark === DEFAULT || placesOf(mark).every((at) => tomlAt(others, at) === undefined),
  )
  return runtimeMarks(names.unit, ours, made)
}

/** What is to be taken out of the file, by the marks of it. */
export const formerSettings = ({ former }: RuntimeMarks): readonly TomlPath[] =>
  former.split(' ').flatMap((mark) => placesOf(mark))
