import type { Cluster, Host } from '../../src/cluster/cluster.ts'
import { noLiveFacts } from '../../src/facts/live/live.ts'
import type { Facts } from '../../src/facts/facts.ts'

const debian = (id: string, version: string, codename: string, name: string, kernel: string) =>
  ({
    os: { id, family: 'debian', version, codename, name },
    packageManager: 'apt',
    selinux: 'absent',
    cgroup: 2,
    kernel,
  }) as const
const rhel = (version: string, name: string, kernel: string, packageManager: 'yum' | 'dnf', cgroup: 1 | 2) =>
  ({
    os: { id: 'centos', family: 'rhel', version, codename: '', name },
    packageManager,
    selinux: 'enforcing',
    cgroup,
    kernel,
  }) as const

/** The systems that plans are tested for, as their hosts tell of themselves. */
export const systems = {
  'centos-7': rhel('7', 'CentOS Linux 7 (Core)', '3.10.0-1160.el7.x86_64', 'yum', 1),
  'centos-stream-9': rhel('9', 'CentOS Stream 9', '5.14.0-503.el9.x86_64', 'dnf', 2),
  'debian-11': debian('debian', '11', 'bullseye', 'Debian GNU/Linux 11 (bullseye)', '5.10.0-33-amd64'),
  'debian-12': debian('debian', '12', 'bookworm', 'Debian GNU/Linux 12 (bookworm)', '6.1.0-28-amd64'),
  'debian-13': debian('debian', '13', 'trixie', 'Debian GNU/Linux 13 (trixie)', '6.12.41-amd64'),
  'ubuntu-24.04': debian('ubuntu', '24.04', 'noble', 'Ubuntu 24.04.1 LTS', '6.8.0-49-generic'),
} as const
export type System = keyof typeof systems

/** What Kubernetes left on such a host. */
export const notJoined: Facts['kubernetes'] = {
  state: 'none',
  ...{ criSocket: '', migratedFrom: '', migrating: false, cutOff: false, nodeSettings: false, removed: [] },
}

/** Facts of a host that nothing was done to yet. */
export function factsOf(system: System, more: Partial<Facts> = {}): Facts {
  return {
    ...systems[system],
    arch: 'amd64',
    init: 'systemd',
    cpus: 2,
    memoryMiB: 4096,
    hostname: 'one',
    machineId: '0123456789abcdef0123456789abcdef',
    productUuid: '11111111-2222-3333-4444-555555555555',
    address: '10.0.0.11',
    address6: '',
    addresses: [],
    swap: false,
    kubernetes: notJoined,
    live: noLiveFacts,
    made: [],
    containerd: { format: 0 },
    files: { '/etc/containerd/config.toml': '' },
    uid: 0,
    clockOffset: 0,
    clockError: 0,
    ...more,
  }
}

export function hostOf(name: string, role: Host['role'], address: string): Host {
  return { name, role, address, ssh: {}, become: { method: 'none' } }
}

export const controlPlane = hostOf('cp1', 'control-plane', '10.0.0.11')
export const worker = hostOf('w1', 'worker', '10.0.0.21')

type Changes = Partial<Omit<Cluster, 'kubernetes' | 'runtime' | 'mirror'>> & {
  readonly version?: string
  readonly kubernetes?: Partial<Cluster['kubernetes']>
  readonly runtime?: Partial<Cluster['runtime']>
  readonly mirror?: Partial<Cluster['mirror']>
}

/** A cluster of one control plane and one worker with every default, and what a test changes of it. */
export function clusterOf({ version = '1.36.5', kubernetes, runtime, mirror, ...more }: Changes = {}): Cluster {
  const minor = version.split('.').slice(0, 2).join('.')
  return {
    name: 'demo',
    kubernetes: {
      version,
      minor,
      podSubnet: '10.244.0.0/16',
      serviceSubnet: '10.96.0.0/12',
      dnsDomain: 'cluster.local',
      certSANs: [],
      ignorePreflightErrors: [],
      ...kubernetes,
    },
    runtime: { kind: 'cri-o', version: minor, handlers: [], ...runtime },
    registries: [],
    mirror: { preset: 'upstream', packages: {}, images: {}, ...mirror },
    cni: { kind: 'flannel' },
    reboot: 'refused',
    selinux: 'permissive',
    smokeTest: 'none',
    ignoreChecks: [],
    hosts: [controlPlane, worker],
    documents: [],
    ...more,
  }
}
