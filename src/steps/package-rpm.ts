import type { Facts } from '../facts/facts.ts'
import { joinSh, raw, sh, type Sh } from '../shell/sh.ts'
import { unmarked, checkInstalled, eachUnsatisfied, haveInstalled } from './package-select.ts'
import { parseSpec, type Package } from './package-spec.ts'

const query = (names: readonly string[]) => sh`rpm -q --qf ${'|%{NAME} installed %{VERSION}-%{RELEASE}|\\n'} ${names}`

export function lookRpm(steps: readonly Package[]): Sh {
  const names = steps.flatMap(({ packages }) => packages.map((spec) => parseSpec(spec).name))
  return sh`NP_HAVE=$(${query([...new Set(names)])} 2>/dev/null)`
}

/** No process if all packages were looked at already, else a subshell and rpm. */
export function checkRpm({ packages }: Package): Sh {
  const specs = packages.map(parseSpec)
  return joinSh([unmarked, haveInstalled(query(specs.map(({ name }) => name))), ...checkInstalled(specs)], ' &&\n')
}

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

export function applyRpm({ packages, repository }: Package, manager: Facts['packageManager']): Sh {
  const names = packages.map((spec) => parseSpec(spec).name)
  // dnf5 has no --disableexcludes and wants --available where its elders want a word.
  const five = manager === 'dnf5'
  const own = repository === undefined ? [] : [`nodeprep-${repository}`]
  const lift = (names: readonly string[]) =>
    five ? `--setopt=disable_excludes=${names.join(',')}` : names.map((name) => `--disableexcludes=${name}`).join(' ')
  return joinSh([
    raw('umask 022'),
    raw('np_dnf_update'),
    raw('np_dnf_repair'),
    sh`np_lift=${own.length === 0 ? '' : lift(own)} np_available=${five ? '--available' : 'available'} np_hot=`,
    sh`np_lift_main=${lift([...own, 'main'])} np_lift_all=${lift([five ? '*' : 'all'])}`,
    sh`np_have=$(${query(names)} 2>/dev/null) || :`,
    pick,
    eachUnsatisfied(packages),
    raw(
      `[ $# -eq 0 ] || np_dnf_install $np_lift ${manager === 'yum' ? '' : '--setopt=install_weak_deps=False '}"$@" || np_dnf_blame "$@"`,
    ),
  ])
}
