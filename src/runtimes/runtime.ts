import type { Cluster, RuntimeSettings } from '../cluster/cluster.ts'
import type { Facts } from '../facts/facts.ts'
import type { Finding } from '../facts/finding.ts'
import type { CriRow, Ends } from '../kubernetes/versions/compatibility.ts'
import type { ResolvedRepository } from '../packages/repository.ts'
import type { Credentials } from '../registries/credentials.ts'
import type { RegistryLayout } from '../registries/layout.ts'
import type { View } from '../validation/validate.ts'
import type { Path } from '../yaml/node.ts'
import type { Notice, Problem } from '../yaml/problem.ts'

/** What the outside sees of a container runtime. */
export interface RuntimeNames {
  /** As people write it. */
  readonly title: string
  /** Name of its systemd unit. */
  readonly unit: string
  readonly socket: string
  /** How a node's status begins to name it: `cri-o://1.36.2`. */
  readonly scheme: string
}

/** What its versions work with. A version may be the beginning of one. */
export interface RuntimeVersions {
  /** Versions of the CRI that it has. */
  readonly cri: readonly CriRow[]
  /** The last fixes of its own releases; left out where they end with those of Kubernetes. */
  readonly ends?: Ends
  /** Upstream tests it with that minor of Kubernetes. */
  readonly isTested: (version: string, minor: string) => boolean
  /** Which version to use with a minor of Kubernetes: a clause in lower case without a full stop. */
  readonly hint: (minor: string) => string
}

/** What it has to say of cluster.yaml. */
export interface RuntimeInput {
  /** The version of a file that gives this one or none; '' for the newest there is. */
  readonly version: (given: string | undefined, kubernetesMinor: string) => string
  /** What is wrong in spec.runtime, or in other places, for this runtime alone. */
  readonly check: (view: View) => Problem[]
  /** What it cannot be told of registries. */
  readonly checkRegistries: (view: View, registries: readonly Path[]) => Problem[]
  /** What it does with registries otherwise than one may think. */
  readonly registryNotices: (view: View, registries: readonly Path[]) => Notice[]
  /** Name of the early check that allows versions, when it is ignored, which kubelet does not work with. */
  readonly versionCheck?: string
}

/** How it is told of low-level runtimes, its handlers. */
export interface RuntimeHandlers<Values extends object = object> {
  /** Those that a version has without being told of them; '' for the newest version. */
  readonly own: (version: string) => readonly string[]
  /** Why a version can be told of none, and what to do. */
  readonly refused: (version: string) => { readonly message: string; readonly hint: string } | undefined
  /** What its playbook reads of them. */
  readonly values: (settings: RuntimeSettings) => Values
}

/** What a host's values are made from. */
export interface RuntimeContext {
  readonly cluster: Cluster
  readonly facts: Facts
  readonly pauseImage: string
  readonly credentials: Credentials
}

/** A container runtime: all that nodeprep knows of it beside its playbook. */
export interface Runtime<Values extends object = object, HandlerValues extends object = object> {
  readonly names: RuntimeNames
  readonly versions: RuntimeVersions
  readonly input: RuntimeInput
  readonly handlers: RuntimeHandlers<HandlerValues>
  readonly registries: RegistryLayout
  /** How the version begins that a host has or gets, as far as can be told; '' for no idea. */
  readonly expectedVersion: (cluster: Cluster, facts: Facts) => string
  /** Repositories that a host needs for it; none where the distribution has it, or no source is known. */
  readonly repositories: (cluster: Cluster, facts: Facts) => readonly ResolvedRepository[]
  /** Names of repositories that it has only where cluster.yaml names them: one that is taken out there leaves the hosts. */
  readonly optionalRepositories: readonly string[]
  /** Its packages, with versions. */
  readonly packages: (cluster: Cluster, facts: Facts) => readonly string[]
  /** Early checks of hosts, where it is the wanted runtime. Names are unique among all checks. */
  readonly hostChecks: Readonly<Record<string, (cluster: Cluster, facts: Facts) => Finding | undefined>>
  /** Path below src of the shell that reads its facts, see src/program/bootstrap.sh; left out where there are none. */
  readonly factsFile?: string
  /** Paths of the files of a host that its values are made from: they are among the facts. */
  readonly reads: readonly string[]
  /** What its playbook is told beside all that. */
  readonly values: (context: RuntimeContext) => Values
}
