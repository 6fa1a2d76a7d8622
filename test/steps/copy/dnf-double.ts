const rpm = `#!/bin/sh
# rpm-double: /run/rpms/NAME holds the version of what is installed.
[ "$1 $2 $3" = '-q --qf |%{NAME} installed %{VERSION}-%{RELEASE}|\\n' ] || { echo "rpm-double: unexpected: $*" >&2; exit 64; }
shift 3
status=0
for name in "$@"; do
  if [ -e "/run/rpms/$name" ]; then echo "|$name installed $(cat "/run/rpms/$name")|"
  else echo "package $name is not installed"; status=1; fi
done
exit $status
`

/**
 * Stands in for rpm and one of yum, dnf, dnf5. /run/available lists \`NAME VERSION\`; knows exactly the calls that the
 * package step makes, in the spelling of that manager, and fails on any other.
 */
export function dnfDoubles(manager: 'yum' | 'dnf' | 'dnf5'): Readonly<Record<string, string>> {
  const lift = manager === 'dnf5' ? '--setopt=disable_excludes=nodeprep-test' : '--disableexcludes=nodeprep-test'
  const list = `list ${manager === 'dnf5' ? '--available' : 'available'} --showduplicates`
  const weak = manager === 'yum' ? '' : '--setopt=install_weak_deps=False '
  const text = `#!/bin/sh
echo "$*" >>/run/dnf.log
case "$*" in "-q -y --setopt=exit_on_lock=1 --setopt=retries=3 --setopt=timeout=30 --setopt=minrate=1000 "*) shift 6 ;; *) set -- unexpected "$@" ;; esac
case "$*" in
  'clean expire-cache') ;;
  # As the real one does when there is something newer.
  'check-update rpm') exit 100 ;;
  '${lift} ${list} '*)
    for name in "$@"; do :; done
    grep -q "^$name " /run/available || { echo 'Error: No matching Packages to list' >&2; exit 1; }
    echo 'Available Packages'
    # As the real one does when a name is long and nobody watches.
    sed -n "s/^\\($name\\) \\(.*\\)/\\1.x86_64\\n    \\2    nodeprep-test/p" /run/available ;;
  'install ${lift} ${weak}'*)
    shift ${manager === 'yum' ? 2 : 3}
    for spec in "$@"; do
      name=$(sed -n "s/^\\([^ ]*\\) \\(.*:\\)\\?\\(.*\\)/\\1 \\1-\\3 \\3/p" /run/available | grep -e " $spec " -e "^$spec " | head -n 1)
      [ -n "$name" ] || { echo "No match for argument: $spec"; exit 1; }
      mkdir -p /run/rpms
      echo "\${name##* }" >"/run/rpms/\${name%% *}"
    done ;;
  *) echo "${manager}-double: unexpected: $*" >&2; exit 64 ;;
esac
`
  return { rpm, [manager === 'yum' ? 'yum' : 'dnf']: text }
}
