import type { LiveFacts } from './live/live.ts'

/** What was read from a host before anything was planned. Plain data; `undefined` never appears. */
export interface Facts {
  readonly os: {
    /** ID of /etc/os-release: `debian`, `ubuntu`, `centos`, `rocky`, … */
    readonly id: string
    readonly family: 'debian' | 'rhel' | 'other'
    /** VERSION_ID: `12`, `24.04`, `9`, `7`. */
    readonly version: string
    /** VERSION_CODENAME or ''. */
    readonly codename: string
    /** PRETTY_NAME. */
    readonly name: string
  }
  /** As Go and Debian call it: `amd64`, `arm64`; anything else as `uname -m` says. */
  readonly arch: string
  /** `uname -r`. */
  readonly kernel: string
  /** Name of PID 1, `systemd` on every supported host. */
  readonly init: string
  readonly packageManager: 'apt' | 'dnf5' | 'dnf' | 'yum' | 'none'
  readonly cgroup: 1 | 2
  readonly cpus: number
  readonly memoryMiB: number
  readonly hostname: string
  readonly machineId: string
  /** '' when it cannot be read. */
  readonly productUuid: string
  /** Source address of the default route of IPv4, or ''. */
  readonly address: string
  /** Source address of the default route of IPv6, or ''. */
  readonly address6: string
  /** Addresses of all interfaces, without link-local and temporary ones; none where only busybox' ip is there to ask. */
  readonly addresses: readonly { readonly interface: string; readonly address: string }[]
  readonly selinux: 'enforcing' | 'permissive' | 'disabled' | 'absent'
  /** Something is swapped on right now. */
  readonly swap: boolean
  readonly kubernetes: {
    /** `none`: nothing says that kubeadm ran to its end here, or it was cut off; `control-plane`, `worker`: it did. */
    readonly state: 'none' | 'control-plane' | 'worker'
    /** Socket of the runtime that a joined kubelet is pointed at, without `unix://`; '' for Docker by dockershim, and before the join. */
    readonly criSocket: string
    /** The socket (or `docker`) that migrate-runtime last moved this node away from; '' when it never did. */
    readonly migratedFrom: string
    /** A change of the runtime began here and has not come to its end: kubelet may be stopped. */
    readonly migrating: boolean
    /** A mark of a kubeadm that was cut off stands here, which makes the state `none`. */
    readonly cutOff: boolean
    /** nodeprep has set labels, annotations or taints of this node, or of others from here: some may have to be taken off. */
    readonly nodeSettings: boolean
    /** Nodes that were removed from the cluster here while nothing could be asked of their hosts. */
    readonly removed: readonly string[]
  }
  /** What its cluster left on a host that has joined. */
  readonly live: LiveFacts
  /**
   * Files that nodeprep made on this host and that tell by their names alone what they are about: marks below
   * /var/lib/nodeprep/made, repositories and their keys.
   */
  readonly made: readonly string[]
  readonly containerd: {
    /** Version of the configuration format: that of config.toml, else of what the installed containerd has by default; 0 for neither. */
    readonly format: number
  }
  /** Text of each file that was asked for, by path; '' where there is none. They may hold passwords. */
  readonly files: Readonly<Record<string, string>>
  /** Numeric id of the user the program runs as after `become`; 0 is wanted. */
  readonly uid: number
  /** Host clock minus client clock, in seconds. Left out of everything that a plan is compared by. */
  readonly clockOffset: number
  /** By how much that may be wrong either way, in seconds: the host read its clock at some time while we waited. Left out, too. */
  readonly clockError: number
}
