import { joinSh, raw, sh, type Sh } from '../shell/sh.ts'
import { checkInstalled, eachUnsatisfied, hasLine, haveInstalled } from './package-select.ts'
import { parseSpec } from './package-spec.ts'
import type { Package } from './package.ts'

const format = '|${Package} ${db:Status-Status} ${Version}|${Package} want ${db:Status-Want}|\\n'

const query = (names: readonly string[]) => sh`dpkg-query -W -f ${format} ${names}`

export function lookApt(steps: readonly Package[]): Sh {
  const names = steps.flatMap(({ packages }) => packages.map((spec) => parseSpec(spec).name))
  return sh`NP_HAVE=$(${query([...new Set(names)])} 2>/dev/null)`
}

/** No process if all packages were looked at already, else a subshell and dpkg-query. */
export function checkApt({ packages, hold }: Package): Sh {
  const specs = packages.map(parseSpec)
  const names = specs.map(({ name }) => name)
  const held = hold ? names.map((name) => hasLine(`|${name} want hold|`)) : []
  return joinSh([haveInstalled(query(names)), ...checkInstalled(specs), ...held], ' &&\n')
}

const pick = raw(String.raw`np_list() { apt-cache madison "$1" | awk -v name="$1" '$1 == name { print $3 }'; }
np_newer() { dpkg --compare-versions "$1" gt "$2"; }
np_target() { printf '%s\n' "$1=$2"; }`)

export function applyApt({ packages, hold }: Package): Sh {
  const names = packages.map((spec) => parseSpec(spec).name)
  return joinSh([
    // Maintainer scripts expect an ordinary umask; the program's own is 077.
    raw('umask 022'),
    // A dpkg that was killed leaves notes here, and then apt-get refuses everything.
    raw(
      `[ -z "$(ls -A /var/lib/dpkg/updates)" ] || { np_say 'finishing what an interrupted dpkg left'; np_apt_wait; dpkg --force-confdef --force-confold --configure -a; }`,
    ),
    raw('np_apt_update'),
    sh`np_have=$(${query(names)} 2>/dev/null) || :`,
    pick,
    eachUnsatisfied(packages),
    raw('[ $# -eq 0 ] || np_apt --no-install-recommends --allow-change-held-packages install "$@"'),
    ...(hold ? [sh`apt-mark -q hold ${names}`] : []),
  ])
}
