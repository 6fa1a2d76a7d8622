/** The kinds of host the lab can boot. */
export const hostKinds = ['debian12', 'debian11', 'centos', 'debian13'] as const
export type HostKind = (typeof hostKinds)[number]

export interface Recipe {
  /** Debian suite the tree is built from. */
  readonly suite: string
  readonly packages: readonly string[]
  /** Scripts of this folder that are run over the finished tree, in order. */
  readonly scripts: readonly string[]
  /** More options of mmdebstrap. */
  readonly options?: readonly string[]
}

/** What a minimal cloud server has, and nothing of what nodeprep installs. */
const server = [
  ...['systemd-sysv', 'libpam-systemd', 'dbus', 'udev', 'openssh-server', 'iproute2', 'kmod', 'procps'],
  ...['ca-certificates', 'sudo', 'less', 'netbase', 'iputils-ping'],
]

/** Debian 11 has neither curl nor Python, so that whatever counts on them is found out. */
export const recipes: Readonly<Record<HostKind, Recipe>> = {
  debian12: { suite: 'bookworm', packages: [...server, 'curl'], scripts: ['server.sh'] },
  debian11: {
    suite: 'bullseye',
    packages: server,
    scripts: ['server.sh'],
    // Debian 11's installer merges /usr, its debootstrap of old did not.
    options: [
      '--setup-hook=cd "$1" && for d in bin sbin lib lib32 lib64 libx32; do mkdir -p usr/$d; ln -s usr/$d $d; done',
    ],
  },
  centos: {
    suite: 'bookworm',
    packages: [...server, 'curl', 'dnf', 'rpm', 'selinux-utils'],
    scripts: ['server.sh', 'centos.sh'],
  },
  debian13: { suite: 'trixie', packages: [...server, 'curl'], scripts: ['server.sh'] },
}
