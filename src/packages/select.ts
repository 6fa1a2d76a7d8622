import { joinSh, raw, sh, type Sh } from '../shell/sh.ts'
import type { WantedPackages } from './package-manager.ts'
import { parseSpec, type PackageSpec } from './spec.ts'

/** Asks for packages by name. */
type Query = (names: readonly string[]) => Sh

export const namesOf = (packages: readonly string[]): readonly string[] => packages.map((spec) => parseSpec(spec).name)

/**
 * Both package managers are asked once, for lines `|NAME installed VERSION|…`, kept in $np_have. What may follow the
 * wanted beginning of a version, so that 1.2 is not satisfied by 1.20.
 */
const boundary = '[-.+~\\|]'

/** One look at what the checks of several steps would each ask for. */
export function lookBy(query: Query, wanted: readonly WantedPackages[]): Sh {
  const names = wanted.flatMap(({ packages }) => namesOf(packages))
  return sh`NP_HAVE=$(${query([...new Set(names)])} 2>/dev/null)`
}

/** Fills $np_have: from the one look at all packages if that was made, else by the query itself. */
function haveInstalled(query: Sh): Sh {
  return sh`{ np_have=$NP_HAVE && [ -n "$np_have" ] || np_have=$(${query}); }`
}

/** False after an installation that was cut off: what it left half done need not be one of the packages asked for. */
const unmarked = raw('[ ! -e "$NP_STATE/packages.began" ]')

/** True when $np_have holds `text` followed by a match of `pattern`. Costs no process. */
export function hasLine(text: string, pattern = ''): Sh {
  return sh`case $np_have in *${text}${raw(pattern)}*) ;; *) false ;; esac`
}

/** One test for each package. */
function checkInstalled(specs: readonly PackageSpec[]): readonly Sh[] {
  return specs.map(({ name, version }) => hasLine(`|${name} installed ${version}`, version === '' ? '' : boundary))
}

/** True when the packages are there and `more` holds. No process if all were looked at already, else a subshell and the query. */
export function isInstalled(query: Query, packages: readonly string[], more: readonly Sh[] = []): Sh {
  const tests = checkInstalled(packages.map(parseSpec))
  return joinSh([unmarked, haveInstalled(query(namesOf(packages))), ...tests, ...more], ' &&\n')
}

/** One round for each package: $np_name, the wanted $np_version, and $np_now, which is installed; either may be empty. */
const eachPackage = (packages: readonly string[]): Sh =>
  joinSh([
    sh`for np_want in ${packages}; do`,
    raw(`np_name=\${np_want%%=*}
np_version=\${np_want#"$np_name"}
np_version=\${np_version#=}
np_now=\${np_have#*"|$np_name installed "}
if [ "$np_now" = "$np_have" ]; then np_now=; else np_now=\${np_now%%"|"*}; fi`),
  ])

/** Says which packages are missing or of another version, and whether an installation was cut off; `more` is about each. */
export function tellInstalled(query: Query, packages: readonly string[], more = ''): Sh {
  return joinSh([
    sh`${haveInstalled(query(namesOf(packages)))} || :`,
    raw(`[ ! -e "$NP_STATE/packages.began" ] || echo '- an installation that was cut off'`),
    eachPackage(packages),
    raw(`case $np_now in
'') printf '+ %s\\n' "$np_want"; continue ;;
"$np_version" | "$np_version"[-.+~]*) ;;
*) [ -z "$np_version" ] || np_tell "$np_name" "$np_now" "$np_version" ;;
esac`),
    raw(more),
    raw('done'),
  ])
}

/**
 * Puts into the positional parameters what has to be installed. Wants $np_have and the functions np_list NAME (versions
 * that can be had, newest first), np_newer A B, np_target NAME VERSION (the argument for the package manager), np_widen
 * COMMAND… (lifts what filters packages out, until COMMAND is true), np_unfilter (the same for $np_name of any version,
 * where something filters at all) and np_hidden (why $np_name is not to be seen although it is there, and what to do).
 */
export function eachUnsatisfied(packages: readonly string[]): Sh {
  return joinSh([
    raw('set --'),
    raw(`np_pick() {
np_there=$(np_list "$np_name") || :
np_found=
for np_candidate in $np_there; do
case $np_candidate in
"$np_version" | "$np_version"[-.+~]*) np_found=$np_candidate; break ;;
esac
[ -n "$np_version" ] || { np_found=$np_candidate; break; }
done
[ -n "$np_found" ]
}`),
    eachPackage(packages),
    raw(`np_remember package "$np_name" "\${np_now:-absent}"
if [ -z "$np_version" ]; then
[ -n "$np_now" ] || { np_unfilter; set -- "$@" "$np_name"; }
continue
fi
case $np_now in
"$np_version" | "$np_version"[-.+~]*) continue ;;
esac
if [ -n "$np_now" ] && np_newer "$np_now" "$np_version"; then
np_fail "$np_name $np_now is installed, newer than the wanted $np_version, and nodeprep does not downgrade: ask for that version, or remove the package first"
fi
np_pick || np_widen np_pick || {
np_hid=$(np_hidden)
[ -z "$np_hid" ] || np_fail "$np_name $np_version cannot be installed: $np_hid"
np_fail "no repository of this host has $np_name $np_version; it has:" \${np_there:-no version of it}
}
set -- "$@" "$(np_target "$np_name" "$np_found")"
done`),
  ])
}
