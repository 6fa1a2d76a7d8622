import { containerdConfig, type ContainerdConfig } from './config/config.ts'
import { checkInput } from './check-input.ts'
import { checkRegistries } from './check-registries.ts'
import { handlerFiles, handlers, type ContainerdHandlers } from './handlers.ts'
import { hostChecks } from './host-checks.ts'
import { CERTS_FOLDER, hostsFiles, TLS_FOLDER } from './hosts.ts'
import { CONFIG_FILE, names } from './names.ts'
import { containerdPackage, containerdPackages, containerdRepositories, containerdVersion } from './packages.ts'
import { versions } from './versions.ts'
import type { RuntimeSettings } from '../../cluster/cluster.ts'
import type { Runtime } from '../runtime.ts'

/** What the playbook of containerd reads. */
export interface ContainerdValues {
  readonly containerd: {
    readonly package: NonNullable<RuntimeSettings['package']>
    readonly config: ContainerdConfig
    /** Files of handlers that cluster.yaml does not have any more, and links to their shims; blanks between. */
    readonly formerFiles: string
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
  optionalRepositories: ['containerd'],
  packages: containerdPackages,
  hostChecks,
  factsFile: 'runtimes/containerd/facts.sh',
  reads: [CONFIG_FILE],
  values: (context) => {
    const config = containerdConfig(context)
    return {
      containerd: {
        package: containerdPackage(context.cluster, context.facts),
        config,
        formerFiles: handlerFiles(config.marks.former).join(' '),
      },
    }
  },
}
