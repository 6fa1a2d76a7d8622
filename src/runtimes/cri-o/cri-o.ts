import type { CrioRegistry } from './registries-conf.ts'
import { checkInput } from './check-input.ts'
import { checkRegistries } from './check-registries.ts'
import { crioAuthFile } from './auth-file.ts'
import { crioPackages } from './packages.ts'
import { crioRepositories } from './repositories.ts'
import { handlers, type CrioHandlers } from './handlers.ts'
import { registries } from './registries-conf.ts'
import { registryNotices } from './registry-notices.ts'
import { FIRST_WITH_FILES, versions } from './versions.ts'
import type { Cluster } from '../../cluster/cluster.ts'
import { minorNumber } from '../../kubernetes/versions/compare.ts'
import { minorOf } from '../../kubernetes/versions/minor-of.ts'
import { handlerMark, runtimeMarks, type RuntimeMarks } from '../marks.ts'
import type { Runtime } from '../runtime.ts'

/** What the playbook of CRI-O reads. */
export interface CrioValues {
  /** Registries of registries.conf: what is asked first, what is plain HTTP, what is not asked. */
  readonly registries: readonly CrioRegistry[]
  /** Text of CRI-O's file of accounts, '' for none. It holds passwords. */
  readonly crioAuth: string
  /** CRI-O reads crio.conf.d and registries.conf.d and knows mirrors; before 1.20 it is told on its command line. */
  readonly crioDropIns: boolean
  /** Of the handlers in its drop-in. */
  readonly crioMarks: RuntimeMarks
}

/** True where another runtime is wanted, too. */
const hasDropIns = ({ runtime: { kind, version } }: Cluster) =>
  kind !== 'cri-o' || minorNumber(version) >= FIRST_WITH_FILES

const handlerMarks = ({ runtime: { kind, handlers: all } }: Cluster) =>
  kind === 'cri-o' ? all.filter(({ path }) => path !== '').map((handler) => handlerMark('crio', handler)) : []

export const crio: Runtime<CrioValues, CrioHandlers> = {
  names: { title: 'CRI-O', unit: 'crio', socket: '/var/run/crio/crio.sock', scheme: 'cri-o' },
  versions,
  input: {
    version: (given, kubernetesMinor) => minorOf(given ?? kubernetesMinor),
    check: checkInput,
    checkRegistries,
    registryNotices,
  },
  handlers,
  registries: {
    // Whatever else reads registries.conf finds certificates there too.
    tlsFolder: '/etc/containers/certs.d',
    showsSecretToMirrors: false,
    knowsMirrors: hasDropIns,
  },
  expectedVersion: ({ runtime }) => runtime.version,
  repositories: crioRepositories,
  optionalRepositories: ['cri-o-libs'],
  packages: crioPackages,
  hostChecks: {
    'cri-o-source': (cluster, facts) =>
      facts.os.family === 'other' || crioRepositories(cluster, facts).length > 0
        ? undefined
        : {
            message: `no packages of CRI-O ${cluster.runtime.version} are known for ${facts.os.name}`,
            remedy: 'Give their repository as mirror.packages.cri-o.url, or choose another version.',
          },
  },
  reads: [],
  values: ({ cluster, facts, credentials }) => ({
    registries: registries(cluster),
    crioAuth: crioAuthFile(cluster, credentials),
    crioDropIns: hasDropIns(cluster),
    crioMarks: runtimeMarks('crio', handlerMarks(cluster), facts.made),
  }),
}
