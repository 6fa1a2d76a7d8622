/** A path that two hosts may differ in though both are as wanted. */
export interface Volatile {
  /** The path itself and everything below it; `*` stands for anything within one name. */
  readonly path: string
  /** `all`: whether it is there does not count either. `content`: it has to be there with the same mode and owner. */
  readonly what: 'all' | 'content'
}

const all = (path: string): Volatile => ({ path, what: 'all' })
const content = (path: string): Volatile => ({ path, what: 'content' })

/** What a host is told apart by, or changes by itself while it runs. Everything else under the roots is compared. */
export const volatile: readonly Volatile[] = [
  // A host's own name, identity and keys.
  content('/etc/hostname'),
  content('/etc/hosts'),
  content('/etc/machine-id'),
  content('/etc/ssh/ssh_host_*'),
  content('/root/.ssh'),
  content('/var/lib/dbus/machine-id'),
  // When a password last changed: the day a package made its user.
  content('/etc/shadow'),
  // Copies that tools make of the file before their last change; .pwd.lock is there once somebody took it.
  all('/etc/*-'),
  all('/etc/.pwd.lock'),
  // Logs, caches and temporary files of everybody.
  all('/var/log'),
  all('/var/cache'),
  all('/var/tmp'),
  all('/root/.cache'),
  all('/etc/ld.so.cache'),
  // systemd's own: random seed, time stamps of timers, the clock it last saw.
  all('/var/lib/systemd'),
  all('/var/lib/logrotate'),
  all('/var/lib/private'),
  // Databases of package managers: what they say is compared as packages, with versions and holds.
  all('/var/lib/apt'),
  all('/var/lib/dpkg/available*'),
  all('/var/lib/dpkg/status*'),
  all('/var/lib/dpkg/*-old'),
  all('/var/lib/dpkg/lock*'),
  all('/var/lib/dpkg/triggers'),
  all('/var/lib/dnf'),
  all('/var/lib/rpm'),
  all('/usr/lib/sysimage/rpm'),
  // When what was done by which run; that it is there counts.
  content('/var/lib/nodeprep/journal'),
]

function asRegExp({ path }: Volatile): RegExp {
  const text = path.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*')
  return new RegExp(`^${text}(/|$)`)
}

/** What of a path is not compared; undefined when everything is. */
export function volatility(list: readonly Volatile[]): (path: string) => Volatile['what'] | undefined {
  const known = list.map((one) => ({ what: one.what, matches: asRegExp(one) }))
  return (path) => {
    const found = known.filter(({ matches }) => matches.test(path)).map(({ what }) => what)
    return found.includes('all') ? 'all' : found[0]
  }
}
