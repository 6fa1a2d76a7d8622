import { checkInput } from './check-input.ts'
import { checkRegistries } from './check-registries.ts'
import { handlers, type ContainerdHandlers } from './handlers.ts'
import { hostChecks } from './host-checks.ts'
import { CERTS_FOLDER, hostsFiles, TLS_FOLDER } from './hosts.ts'
import { CONFIG_FILE, names } from './names.ts'
import {
  containerdPackage,
  containerdPackages,
  containerdRepositories,
  containerdVersion,
  expectedFormat,
} from './packages.ts'
import { containerdSettings, type ContainerdFormat } from './settings.ts'
import { versions } from './versions.ts'
import type { RuntimeSettings } from '../../cluster/cluster.ts'
import type { TomlTable } from '../../toml/table.ts'
import type { Runtime } from '../runtime.ts'

/** What the playbook of containerd reads. */
export interface ContainerdValues {
  readonly containerd: {
    readonly package: NonNullable<RuntimeSettings['package']>
    /** What is wanted of its configuration, for each format. */
    readonly formats: Readonly<Record<ContainerdFormat, TomlTable>>
    /** The format that a host without containerd is expected to get. */
    readonly expected: ContainerdFormat
  }
}

export const containerd: Runtime<ContainerdValues, ContainerdHandlers> = {
  names,
  versions,
  input: {
    version: (given = '') => given.replace(/^v/, ''),
    check: checkInput,
    checkRegistries,
    registryNotices: () => [],
    versionCheck: 'containerd-cri' satisfies keyof typeof hostChecks,
  },
  handlers,
  registries: {
    tlsFolder: TLS_FOLDER,
    hosts: { folder: CERTS_FOLDER, files: hostsFiles },
    showsSecretToMirrors: true,
    knowsMirrors: () => true,
  },
  expectedVersion: containerdVersion,
  repositories: containerdRepositories,
  packages: containerdPackages,
  hostChecks,
  factsFile: 'runtimes/containerd/facts.sh',
  reads: [CONFIG_FILE],
  values: ({ cluster, facts, pauseImage, credentials }) => ({
    containerd: {
      package: containerdPackage(cluster, facts),
      formats: containerdSettings(cluster, pauseImage, credentials),
      expected: expectedFormat(cluster, facts),
    },
  }),
}
