import type { Cluster } from '../../../cluster/cluster.ts'
import { noCredentials, type Credentials } from '../../../registries/credentials.ts'
import { containerdRuntimes } from '../handlers.ts'
import { registryAccounts } from '../accounts.ts'
import { CERTS_FOLDER } from '../hosts.ts'
import type { TomlTable } from '../../../toml/table.ts'

/** Formats of config.toml that nodeprep writes: 2 since containerd 1.3, 3 since 2.0, 4 since 2.3. */
export const containerdFormats = [2, 3, 4] as const
export type ContainerdFormat = (typeof containerdFormats)[number]

/** Where kubernetes-cni and the add-ons put their plugins; Debian's containerd looks into /usr/lib/cni alone. */
const CNI_BIN = '/opt/cni/bin'
const CNI_CONF = '/etc/cni/net.d'

/** What nodeprep wants of containerd, in the words of each format (containerd's docs/cri/config.md). */
export function containerdSettings(
  cluster: Cluster,
  pauseImage: string,
  credentials: Credentials = noCredentials,
): Readonly<Record<ContainerdFormat, TomlTable>> {
  const { runtime } = cluster
  const common = { root: '/var/lib/containerd', state: '/run/containerd' }
  const { defaultHandler } = runtime
  const containerd: TomlTable = {
    ...(defaultHandler === undefined ? {} : { default_runtime_name: defaultHandler }),
    runtimes: containerdRuntimes(runtime) as Readonly<Record<string, object>> as TomlTable,
  }
  const configs = registryAccounts(cluster, credentials) as Readonly<Record<string, object>> as TomlTable
  const registry = { config_path: CERTS_FOLDER, ...(Object.keys(configs).length === 0 ? {} : { configs }) }
  const split = {
    'io.containerd.cri.v1.images': { pinned_images: { sandbox: pauseImage }, registry },
    // 2.0 does not know bin_dirs, says so in its log, and looks into /opt/cni/bin by itself.
    'io.containerd.cri.v1.runtime': { cni: { bin_dirs: [CNI_BIN], conf_dir: CNI_CONF }, containerd },
  }
  const whole = { sandbox_image: pauseImage, cni: { bin_dir: CNI_BIN, conf_dir: CNI_CONF }, containerd, registry }
  return {
    2: { version: 2, ...common, plugins: { 'io.containerd.grpc.v1.cri': whole } },
    3: { version: 3, ...common, plugins: split },
    4: { version: 4, ...common, plugins: split },
  }
}
