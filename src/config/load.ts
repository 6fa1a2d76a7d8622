import { statSync } from 'node:fs'
import { homedir } from 'node:os'
import { NodeprepError, messageOf } from '../errors.ts'
import { checkCompatibility } from './checks/compatibility.ts'
import { checkGroups } from './checks/groups.ts'
import { checkHandlers } from './checks/handlers.ts'
import { checkHosts } from './checks/hosts.ts'
import { readKubeadmDocuments } from './checks/kubeadm-documents.ts'
import { checkNetworks } from './checks/networks.ts'
import { checkNodeIPs } from './checks/node-ips.ts'
import { checkNodeSettings, nodeSettingsNotices } from './checks/node-settings.ts'
import { checkPasswords, type PasswordSource } from './checks/passwords.ts'
import { checkRegistries, registryNotices } from './checks/registries.ts'
import { checkRuntime } from './checks/runtime.ts'
import { checkSmokeTest } from './checks/smoke-test.ts'
import { checkSubnets } from './checks/subnets.ts'
import type { Cluster, Cni } from '../cluster/cluster.ts'
import { deepFreeze } from './freeze.ts'
import { InvalidInput, sortProblems } from '../yaml/problem.ts'
import type { Notice, Problem } from '../yaml/problem.ts'
import { movedRegistries } from './moved-registries.ts'
import { readCertificates } from './read-certificates.ts'
import { readText } from '../yaml/read-text.ts'
import { resolveCluster } from './resolve.ts'
import { resolvePath, type Places } from './resolve-path.ts'
import { clusterSchema } from './schema/cluster.ts'
import { DEFAULT_SUBNETS } from './schema/kubernetes.ts'
import { validate } from '../validation/validate.ts'
import type { View } from '../validation/validate.ts'
import { withSettings, type Settings } from './with-settings.ts'
import { MAX_FILE_SIZE, parseYaml } from '../yaml/parse.ts'

/** Manifests of large networks come with their resource definitions. */
const MAX_MANIFEST_SIZE = 8 * MAX_FILE_SIZE
/** In bytes. */
export const MAX_PASSWORD_SIZE = 64 * 1024

/** What parsing needs of the machine: where `~` is, and how a manifest or certificate is read (throwing what is wrong). */
export interface Surroundings {
  readonly home: string
  readManifest(path: string): string
  /** The text of a password's variable or file; undefined when there is none. Left out: passwords are not looked at. */
  readonly readPassword?: (source: PasswordSource) => string | undefined
  /** Read as if the file said this. */
  readonly settings?: Settings
  /** YYYY-MM-DD, to know what is past its end of life. Left out: nothing is. */
  readonly today?: string
}

/** A valid file, and what should be said of it nevertheless. */
export interface Loaded {
  readonly cluster: Cluster
  readonly notices: readonly Notice[]
}

/** Reads, validates and completes a cluster.yaml. Throws {@link InvalidInput} with every mistake at once. */
export function loadCluster(file: string): Cluster {
  return loadWithNotices(file).cluster
}

/** {@link loadCluster} with what should be said of a valid file, as it is or as it would be with other settings. */
export function loadWithNotices(file: string, settings: Settings = {}): Loaded {
  const result = parseCluster(readText(file, MAX_FILE_SIZE), file, {
    home: homedir(),
    readManifest: (path) => readText(path, MAX_MANIFEST_SIZE),
    readPassword,
    settings,
    today: new Date().toISOString().slice(0, 10),
  })
  if ('problems' in result) throw new InvalidInput(result.problems)
  return result
}

/** Not from a pipe, which can be read only once: that is read when its password is needed. */
function readPassword(source: PasswordSource): string | undefined {
  if ('env' in source) return process.env[source.env]
  if (statSync(source.file, { throwIfNoEntry: false })?.isFile() !== true) return undefined
  try {
    return readText(source.file, MAX_PASSWORD_SIZE)
  } catch {
    return undefined
  }
}

/** The pure part of {@link loadCluster}: never throws for what the text holds. The cluster is frozen all the way down. */
export function parseCluster(
  text: string,
  file: string,
  surroundings: Surroundings,
): Loaded | { problems: readonly Problem[] } {
  const { documents, problems } = parseYaml(text, file)
  const [written, ...further] = documents
  if (!written) {
    const empty: Problem = {
      file,
      line: 1,
      column: 1,
      path: '',
      message: 'the file is empty',
      hint: 'nodeprep init writes one to start from',
    }
    return { problems: problems.length > 0 ? problems : [empty] }
  }
  const { document, problems: moved } = movedRegistries(written)
  const first = withSettings(document, surroundings.settings ?? {})
  const { data, problems: mistakes, view } = validate(clusterSchema, first)
  const kubeadm = readKubeadmDocuments(further, view)
  const places: Places = { file, home: surroundings.home }
  const { manifest, problems: unreadable } = readManifest(view, places, surroundings)
  const { certificates, problems: noCertificates } = readCertificates(view, (path) =>
    surroundings.readManifest(resolvePath(path, places)),
  )
  const compatibility = checkCompatibility(view, surroundings.today ?? '')
  const subnets = checkSubnets(view, DEFAULT_SUBNETS, further)
  const all = [
    ...problems,
    ...moved,
    ...mistakes,
    ...checkHosts(view),
    ...checkGroups(view),
    ...checkNodeIPs(view, DEFAULT_SUBNETS),
    ...checkNodeSettings(view),
    ...checkNetworks(view, DEFAULT_SUBNETS),
    ...checkSmokeTest(view),
    ...subnets.problems,
    ...compatibility.problems,
    ...checkRuntime(view),
    ...checkHandlers(view),
    ...checkRegistries(view),
    ...checkPasswords(view, readPasswordAt(places, surroundings)),
    ...unreadable,
    ...noCertificates,
    ...kubeadm.problems,
  ]
  if (data === undefined || all.length > 0) return { problems: sortProblems(all) }
  const cluster = deepFreeze(resolveCluster(data, kubeadm.documents, places, manifest, certificates))
  const found = [...compatibility.notices, ...subnets.notices, ...registryNotices(view), ...nodeSettingsNotices(view)]
  return { cluster, notices: sortProblems(found) }
}

function readPasswordAt(places: Places, { readPassword: read }: Surroundings) {
  return (source: PasswordSource): string | undefined =>
    read?.('env' in source ? source : { file: resolvePath(source.file, places) })
}

function readManifest(
  view: View,
  places: Places,
  surroundings: Surroundings,
): { manifest?: Cni['manifest']; problems: Problem[] } {
  const at = ['spec', 'cni', 'manifest']
  const given = view.text(at)
  if (given === undefined) return { problems: [] }
  if (/^https?:\/\//.test(given)) {
    const sha256 = view.text(['spec', 'cni', 'sha256'])
    return { manifest: { url: given, ...(sha256 !== undefined && { sha256 }) }, problems: [] }
  }
  const path = resolvePath(given, places)
  try {
    const content = surroundings.readManifest(path)
    if (content.includes('\0')) return { problems: [view.problem(at, `cannot read ${path}: it is not text`)] }
    return { manifest: { path, content }, problems: [] }
  } catch (error) {
    if (!(error instanceof NodeprepError)) throw error
    const [message = ''] = messageOf(error).split('\n')
    return { problems: [view.problem(at, message, 'the path is relative to this file')] }
  }
}
