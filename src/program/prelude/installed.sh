# What installations add to a host, so that it can be taken off again.
# np_known_packages dpkg|rpm: lines of NAME STATE VERSION of all packages that the database has, in whatever state. Signing keys, which
# all have one name in that of rpm, are told apart by their versions.
np_known_packages() {
  case $1 in
    dpkg) np_all=$(dpkg-query -W -f '${binary:Package} ${db:Status-Status} ${Version}\n') ;;
    rpm) np_all=$(rpm -qa --qf '%{NAME} installed %{VERSION}-%{RELEASE}\n') ;;
  esac || return 1
  printf '%s\n' "$np_all" | awk '$1 == "gpg-pubkey" { $1 = $1 "-" $3 } { print }'
}
# np_installed dpkg|rpm: lines of NAME VERSION. Of a package of Debian that was removed its configuration may have stayed.
np_installed() {
  np_all=$(np_known_packages "$1") || return 1
  printf '%s\n' "$np_all" | awk '$2 == "installed" { print $1, $3 } $2 == "config-files" { print $1, $2 }'
}
# np_before_packages dpkg|rpm: what is installed before an installation. It stands until what was added is noted, so that an
# installation that was killed counts as well. The units are those of before the very first one.
np_before_packages() { np_sure "cannot write $NP_STATE/packages.$1" np_before_all "$1"; }
np_before_all() {
  mkdir -p "$NP_STATE/before" || return 1
  if [ ! -e "$NP_STATE/before/unit-files" ]; then
    systemctl list-unit-files --full --no-legend --no-pager | awk '$2 != "transient" { print $1 }' >"$NP_STATE/before/unit-files.tmp"
    np_sync "$NP_STATE/before/unit-files.tmp" && mv "$NP_STATE/before/unit-files.tmp" "$NP_STATE/before/unit-files" || return 1
  fi
  [ ! -e "$NP_STATE/packages.$1" ] || return 0
  np_installed "$1" >"$NP_STATE/packages.tmp" && np_sync "$NP_STATE/packages.tmp" && mv "$NP_STATE/packages.tmp" "$NP_STATE/packages.$1"
}
# np_note_packages dpkg|rpm: remembers what was there of each package that came, went or changed since then.
np_note_packages() {
  [ -e "$NP_STATE/packages.$1" ] || return 0
  np_sure "cannot remember packages" np_note_all "$1"
}
np_note_all() {
  mkdir -p "$NP_STATE/before/package" || return 1
  np_now=$(np_installed "$1") || return 1
  np_now=$(printf '%s\n' "$np_now" | awk 'former { was[$1] = $2; next } { now[$1] = $2 }
    END { for (name in now) if (was[name] != now[name]) print name, was[name] == "" ? "absent" : was[name]
      for (name in was) if (!(name in now)) print name, was[name] }' former=1 "$NP_STATE/packages.$1" former= -) || return 1
  printf '%s\n' "$np_now" | while read -r np_name np_was; do
    [ -z "$np_name" ] || [ -s "$NP_STATE/before/package/$np_name" ] || printf '%s\n' "$np_was" >"$NP_STATE/before/package/$np_name" || exit 1
  done && sync && rm -f "$NP_STATE/packages.$1"
}
