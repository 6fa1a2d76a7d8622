import { joinSh, raw, sh, type Sh } from '../../shell/sh.ts'
import type { PackageManager, WantedPackages } from '../package-manager.ts'
import { eachUnsatisfied, isInstalled, lookBy, namesOf, tellInstalled } from '../select.ts'

/** In what yum and its successors differ. */
interface Dialect {
  /** The options that lift `exclude` of repositories; `main` is the package manager's own. */
  readonly lift: (names: readonly string[]) => string
  /** The name of all of them. */
  readonly everywhere: string
  /** Lists what repositories have, beside what is installed. */
  readonly available: string
  /** What every installation is told. */
  readonly options: readonly string[]
}

const query = (names: readonly string[]) => sh`rpm -q --qf ${'|%{NAME} installed %{VERSION}-%{RELEASE}|\\n'} ${names}`

// `list` breaks long lines when it writes to a pipe, so the version is the word after NAME.ARCH, wherever that stands.
const pick = raw(String.raw`np_list() {
np_dnf $np_lift $np_hot list $np_available --showduplicates "$1" |
awk -v name="$1" '{ for (i = 1; i <= NF; i++) { if (found) { sub(/^[0-9]+:/, "", $i); print $i }
found = index($i, name ".") == 1 && substr($i, length(name) + 2) ~ /^(x86_64|aarch64|ppc64le|s390x|armv7hl|i[3-6]86|noarch)$/ } }' |
sort -rV
}
np_newer() { [ "$1" != "$2" ] && [ "$(printf '%s\n' "$1" "$2" | sort -V | tail -n 1)" = "$1" ]; }
np_target() { printf '%s\n' "$1-$2"; }
np_widen() { np_dnf_widen "$@"; }
np_unfilter() { [ -z "$(np_dnf_filters)" ] || np_pick || np_widen np_pick || :; }
np_hidden() { np_dnf_hidden; }`)

function apply({ packages, repository }: WantedPackages, dialect: Dialect): Sh {
  const { lift, everywhere, available, options } = dialect
  const own = repository === undefined ? [] : [`nodeprep-${repository}`]
  return joinSh([
    raw('umask 022'),
    raw('np_dnf_update'),
    raw('np_dnf_repair'),
    sh`np_lift=${own.length === 0 ? '' : lift(own)} np_available=${available} np_hot=`,
    sh`np_lift_main=${lift([...own, 'main'])} np_lift_all=${lift([everywhere])}`,
    sh`np_have=$(${query(namesOf(packages))} 2>/dev/null) || :`,
    pick,
    eachUnsatisfied(packages),
    raw(`[ $# -eq 0 ] || np_dnf_install ${['$np_lift', ...options, '"$@"'].join(' ')} || np_dnf_blame "$@"`),
  ])
}

export const packagesBy = (dialect: Dialect): PackageManager['packages'] => ({
  look: (wanted) => lookBy(query, wanted),
  changes: ({ packages }) => tellInstalled(query, packages),
  check: ({ packages }) => isInstalled(query, packages),
  apply: (wanted) => apply(wanted, dialect),
})
