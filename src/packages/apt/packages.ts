import { joinSh, raw, sh, type Sh } from '../../shell/sh.ts'
import type { PackageManager, WantedPackages } from '../package-manager.ts'
import { unmarked, checkInstalled, eachUnsatisfied, hasLine, haveInstalled } from '../select.ts'
import { parseSpec } from '../spec.ts'

const format = '|${Package} ${db:Status-Status} ${Version}|${Package} want ${db:Status-Want}|\\n'

const query = (names: readonly string[]) => sh`dpkg-query -W -f ${format} ${names}`

function look(wanted: readonly WantedPackages[]): Sh {
  const names = wanted.flatMap(({ packages }) => packages.map((spec) => parseSpec(spec).name))
  return sh`NP_HAVE=$(${query([...new Set(names)])} 2>/dev/null)`
}

/** No process if all packages were looked at already, else a subshell and dpkg-query. */
function check({ packages, hold }: WantedPackages): Sh {
  const specs = packages.map(parseSpec)
  const names = specs.map(({ name }) => name)
  const held = hold ? names.map((name) => hasLine(`|${name} want hold|`)) : []
  return joinSh([unmarked, haveInstalled(query(names)), ...checkInstalled(specs), ...held], ' &&\n')
}

const pick = raw(String.raw`np_list() { apt-cache madison "$1" | awk -v name="$1" '$1 == name { print $3 }'; }
np_newer() { dpkg --compare-versions "$1" gt "$2"; }
np_target() { printf '%s\n' "$1=$2"; }
np_widen() { return 1; }
np_unfilter() { :; }
np_hidden() { :; }`)

function apply({ packages, hold }: WantedPackages): Sh {
  const names = packages.map((spec) => parseSpec(spec).name)
  return joinSh([
    // Maintainer scripts expect an ordinary umask; the program's own is 077.
    raw('umask 022'),
    raw('np_dpkg_repair'),
    raw('np_apt_update'),
    sh`np_have=$(${query(names)} 2>/dev/null) || :`,
    pick,
    eachUnsatisfied(packages),
    raw('[ $# -eq 0 ] || np_apt_install --no-install-recommends --allow-change-held-packages "$@"'),
    ...(hold ? [sh`apt-mark -q hold ${names}`] : []),
  ])
}

export const packages: PackageManager['packages'] = { look, check, apply }
