import { joinSh, raw, sh, type Sh } from '../../shell/sh.ts'
import type { PackageManager, WantedPackages } from '../package-manager.ts'
import { eachUnsatisfied, hasLine, isInstalled, lookBy, namesOf, tellInstalled } from '../select.ts'

const format = '|${Package} ${db:Status-Status} ${Version}|${Package} want ${db:Status-Want}|\\n'

const query = (names: readonly string[]) => sh`dpkg-query -W -f ${format} ${names}`

function check({ packages, hold }: WantedPackages): Sh {
  return isInstalled(query, packages, hold ? namesOf(packages).map((name) => hasLine(`|${name} want hold|`)) : [])
}

/** What is not installed has no hold either, and is told once. */
function changes({ packages, hold }: WantedPackages): Sh {
  const unheld = 'case $np_have in *"|$np_name want hold|"*) ;; *) np_tell "$np_name" "not held" held ;; esac'
  return tellInstalled(query, packages, hold ? unheld : '')
}

const pick = raw(String.raw`np_list() { apt-cache madison "$1" | awk -v name="$1" '$1 == name { print $3 }'; }
np_newer() { dpkg --compare-versions "$1" gt "$2"; }
np_target() { printf '%s\n' "$1=$2"; }
np_widen() { return 1; }
np_unfilter() { :; }
np_hidden() { :; }`)

function apply({ packages, hold }: WantedPackages): Sh {
  const names = namesOf(packages)
  return joinSh([
    // Maintainer scripts expect an ordinary umask; the program's own is 077.
    raw('umask 022'),
    raw('np_dpkg_repair'),
    raw('np_apt_update'),
    sh`np_have=$(${query(names)} 2>/dev/null) || :`,
    pick,
    eachUnsatisfied(packages),
    raw('[ $# -eq 0 ] || np_apt_install --no-install-recommends --allow-change-held-packages "$@"'),
    ...(hold ? [sh`np_apt_hold ${names}`] : []),
  ])
}

export const packages: PackageManager['packages'] = {
  look: (wanted) => lookBy(query, wanted),
  changes,
  check,
  apply,
}
