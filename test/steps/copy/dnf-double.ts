const rpm = `#!/bin/sh
# rpm-double: /run/rpms/NAME holds the version of what is installed.
if [ "$*" = '-qa --qf %{NAME} installed %{VERSION}-%{RELEASE}\\n' ]; then
  echo 'base installed 1-1'
  for file in /run/rpms/*; do [ ! -e "$file" ] || echo "\${file##*/} installed $(cat "$file")"; done
  exit
fi
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
 * package step makes, in the spelling of that manager, and fails on any other. Names in /run/excluded, each with the call
 * that lifts its filter (\`main\`, \`all\` or \`modules\`), are not to be seen without that.
 */
export function dnfDoubles(manager: 'yum' | 'dnf' | 'dnf5'): Readonly<Record<string, string>> {
  const lift = manager === 'dnf5' ? '--setopt=disable_excludes=nodeprep-test' : '--disableexcludes=nodeprep-test'
  const all = manager === 'dnf5' ? '--setopt=disable_excludes=*' : '--disableexcludes=all'
  const main = manager === 'dnf5' ? `${lift},main` : `${lift} --disableexcludes=main`
  const list = `list ${manager === 'dnf5' ? '--available' : 'available'} --showduplicates`
  const weak = manager === 'yum' ? '' : '--setopt=install_weak_deps=False '
  const text = `#!/bin/sh
echo "$*" >>/run/dnf.log
case "$*" in "-q -y --setopt=exit_on_lock=1 --setopt=retries=3 --setopt=timeout=30 --setopt=minrate=1000 "*) shift 6 ;; *) set -- unexpected "$@" ;; esac
# A repository on trial is fetched alone, from the folder that has no other, and is there for the real one then.
case "$1" in
  --setopt=reposdir=/run/*)
    folder=\${1#--setopt=reposdir=}
    [ "$(ls "$folder")" = nodeprep-test.repo ] || { echo "${manager}-double: $folder has $(ls "$folder")" >&2; exit 64; }
    key=$(sed -n 's,^gpgkey=file://,,p' "$folder/nodeprep-test.repo")
    [ -z "$key" ] || [ -s "$key" ] || { echo "${manager}-double: there is no $key" >&2; exit 64; }
    ls /etc/yum.repos.d /etc/pki/rpm-gpg 2>/dev/null | grep nodeprep >>/run/too-early
    shift
    case "$*" in
      'clean expire-cache') exit 0 ;;
      'check-update rpm') [ ! -e /run/dead ] || { echo 'Error: Failed to download metadata for repo nodeprep-test: 404' >&2; exit 1; }; exit 0 ;;
      *) set -- unexpected "$@" ;;
    esac ;;
esac
level=own
case "$*" in
  *'${all} '*) level='own main all' ;;
  *'${main} '*) level='own main' ;;
esac
case "$*" in *'--setopt=*.module_hotfixes=1 '*) level="$level modules" ;; esac
seen() { ! grep -q "^$1 " /run/excluded 2>/dev/null || case " $level " in *" $(sed -n "s/^$1 //p" /run/excluded) "*) ;; *) return 1 ;; esac; }
# Options that lift more are read above; what follows knows the rest of the call.
case "$*" in
  '${all} '*) shift; set -- ${lift} "$@" ;;
  '${main} '*) shift ${manager === 'dnf5' ? 1 : 2}; set -- ${lift} "$@" ;;
  'install ${all} '*) shift 2; set -- install ${lift} "$@" ;;
  'install ${main} '*) shift ${manager === 'dnf5' ? 2 : 3}; set -- install ${lift} "$@" ;;
esac
case "$*" in '${lift} --setopt=*.module_hotfixes=1 '*) shift 2; set -- ${lift} "$@" ;; esac
case "$*" in
  'clean expire-cache') ;;
  # As the real one does when there is something newer.
  'check-update rpm') exit 100 ;;
  '${lift} ${list} '*)
    for name in "$@"; do :; done
    seen "$name" && grep -q "^$name " /run/available || { echo 'Error: No matching Packages to list' >&2; exit 1; }
    echo 'Available Packages'
    # As the real one does when a name is long and nobody watches.
    sed -n "s/^\\($name\\) \\(.*\\)/\\1.x86_64\\n    \\2    nodeprep-test/p" /run/available ;;
  'install ${lift} ${weak}'*)
    shift ${manager === 'yum' ? 2 : 3}
    for spec in "$@"; do
      name=$(sed -n "s/^\\([^ ]*\\) \\(.*:\\)\\?\\(.*\\)/\\1 \\1-\\3 \\3/p" /run/available | grep -e " $spec " -e "^$spec " | head -n 1)
      [ -n "$name" ] && seen "\${name%% *}" || { echo "No match for argument: $spec"; exit 1; }
      mkdir -p /run/rpms
      echo "\${name##* }" >"/run/rpms/\${name%% *}"
    done ;;
  *) echo "${manager}-double: unexpected: $*" >&2; exit 64 ;;
esac
`
  return { rpm, [manager === 'yum' ? 'yum' : 'dnf']: text }
}
