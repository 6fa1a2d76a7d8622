import type { Facts } from './facts.ts'

type Os = Facts['os']

/** A distribution that has its own numbers, and the release of Enterprise Linux whose packages and layout it shares. */
export interface Relative {
  /** ID of /etc/os-release, in lower case. */
  readonly id: string
  /** How its VERSION_ID begins. */
  readonly version: string
  readonly enterpriseLinux: number
  /** Docker's packages for that release are known to be installed on it. */
  readonly docker: boolean
  /** What speaks for the row; none was tried by nodeprep on a real host. */
  readonly proved: string
  readonly asOf: string
}

const seen = { asOf: '2026-11-28' }
const byKernel = 'glibc and kernel of that generation, by its release notes'

/** Relatives of Enterprise Linux with numbers of their own. Rocky, Alma, Oracle, RHEL and CentOS have those of RHEL. */
export const relatives: readonly Relative[] = [
  { id: 'openeuler', version: '20.03', enterpriseLinux: 8, docker: true, proved: byKernel, ...seen },
  { id: 'openeuler', version: '22.03', enterpriseLinux: 8, docker: true, proved: byKernel, ...seen },
  { id: 'openeuler', version: '24.03', enterpriseLinux: 9, docker: true, proved: byKernel, ...seen },
  { id: 'anolis', version: '7', enterpriseLinux: 7, docker: true, proved: 'a rebuild of CentOS 7', ...seen },
  { id: 'anolis', version: '8', enterpriseLinux: 8, docker: true, proved: 'a rebuild of CentOS 8', ...seen },
  { id: 'anolis', version: '23', enterpriseLinux: 9, docker: true, proved: byKernel, ...seen },
  { id: 'alinux', version: '2', enterpriseLinux: 7, docker: true, proved: 'built on CentOS 7', ...seen },
  { id: 'alinux', version: '3', enterpriseLinux: 8, docker: true, proved: 'built on Anolis OS 8', ...seen },
  {
    id: 'amzn',
    version: '2',
    enterpriseLinux: 7,
    docker: false,
    proved: 'glibc 2.26; Docker does not list it',
    ...seen,
  },
  {
    id: 'amzn',
    version: '2023',
    enterpriseLinux: 9,
    docker: false,
    proved: 'of Fedora; Docker does not list it',
    ...seen,
  },
  {
    id: 'kylin',
    version: 'V10',
    enterpriseLinux: 8,
    docker: true,
    proved: 'server edition, of openEuler 20.03',
    ...seen,
  },
  { id: 'uos', version: '20', enterpriseLinux: 8, docker: true, proved: 'server editions a and e', ...seen },
]

const OWN_NUMBERS = ['rhel', 'centos', 'rocky', 'almalinux', 'ol', 'fedora']

/** The row of a host, if it is a relative with numbers of its own. */
export function relativeOf({ id, family, version }: Os): Relative | undefined {
  if (family !== 'rhel') return undefined
  const begins = (start: string) =>
    version === start || (version.startsWith(start) && /^[.\s]/.test(version.slice(start.length)))
  return relatives.find((row) => row.id === id.toLowerCase() && begins(row.version))
}

/** The release of Enterprise Linux that a host is like: 9; 0 where it is not told. */
export function enterpriseLinuxOf(os: Os): number {
  const known = relativeOf(os)
  if (known) return known.enterpriseLinux
  if (os.family !== 'rhel') return 0
  const major = /^\d+(?=\.|$)/.exec(os.version)?.[0]
  const isTold = major !== undefined && !relatives.some(({ id }) => id === os.id.toLowerCase())
  if (isTold && (OWN_NUMBERS.includes(os.id) || (Number(major) >= 7 && Number(major) <= 10))) return Number(major)
  return 0
}

/** What to plan for where nothing is told and the check of it was overridden. */
const NEWEST_LIKE = 9

/** {@link enterpriseLinuxOf}, or the newest that is known where it is not told; 0 for systems of the other family. */
export function plannedLike(os: Os): number {
  return os.family === 'rhel' ? enterpriseLinuxOf(os) || NEWEST_LIKE : 0
}

/** Debian's newest stable release, for hosts of testing and unstable, which Docker has no packages for. */
const NEWEST_DEBIAN = 'trixie'

/** Folder and, for apt, suite of Docker's repository for a host; undefined where there is none for it. */
export function dockerSystem(os: Os): { readonly folder: string; readonly release: string } | undefined {
  if (os.family === 'debian') {
    if (os.id === 'debian') return { folder: 'debian', release: os.version === '' ? NEWEST_DEBIAN : os.codename }
    if (os.id === 'ubuntu' || os.id === 'raspbian')
      return { folder: os.id === 'ubuntu' ? 'ubuntu' : 'debian', release: os.codename }
    return undefined
  }
  if (relativeOf(os)?.docker === false) return undefined
  const folder = ['fedora', 'rhel'].includes(os.id) ? os.id : 'centos'
  return { folder, release: String(plannedLike(os)) }
}

/** The family of a host, by ID and ID_LIKE of /etc/os-release and its package manager, which alone some of them tell. */
export function familyOf(id: string, like: string, packageManager: Facts['packageManager']): Os['family'] {
  const names = [id, ...like.split(' ')].map((name) => name.toLowerCase())
  const isRelative = relatives.some((row) => row.id === id.toLowerCase())
  // Kylin and UOS have editions of both families.
  if (isRelative && packageManager !== 'none') return packageManager === 'apt' ? 'debian' : 'rhel'
  if (names.some((name) => ['debian', 'ubuntu'].includes(name))) return 'debian'
  return isRelative || names.some((name) => OWN_NUMBERS.includes(name)) ? 'rhel' : 'other'
}
