# Packages as they were before nodeprep first came.
# np_added dpkg|rpm: lines of NAME STATE VERSION of what nodeprep's installations brought and is there, in whatever state.
np_added() {
  [ -d "$NP_STATE/before/package" ] || return 0
  np_known_packages "$1" | while read -r np_name np_state np_version; do
    np_was=
    [ "$np_state" != not-installed ] && read -r np_was 2>/dev/null <"$NP_STATE/before/package/$np_name" || continue
    case $np_was in absent | config-files) printf '%s\n' "$np_name $np_state $np_version" ;; esac
  done
}
# np_moved dpkg|rpm: says which packages were there before and are there in another version, or no more.
np_moved() {
  [ -d "$NP_STATE/before/package" ] || return 0
  np_all=$NP_NL$(np_installed "$1")$NP_NL
  for np_file in "$NP_STATE/before/package"/*; do
    np_name=${np_file##*/} np_was=
    read -r np_was 2>/dev/null <"$np_file" || continue
    case $np_was in absent | config-files) continue ;; esac
    np_version=${np_all##*"$NP_NL$np_name "}
    if [ "$np_version" = "$np_all" ]; then np_warn "package $np_name $np_was was removed by an installation and is not installed again"
    elif np_version=${np_version%%"$NP_NL"*} && [ "$np_version" != "$np_was" ]; then
      np_warn "package $np_name was $np_was before and is $np_version now: it stays, since nodeprep does not downgrade"
    fi
  done
}
# np_edited NAME: prints the configuration files of a package that differ from those that it brought. dpkg alone removes them.
np_edited() {
  dpkg-query -W -f '${Conffiles}\n' "$1" | while read -r np_path np_sum np_rest; do
    [ -n "$np_path" ] && [ -f "$np_path" ] && np_now=$(md5sum <"$np_path") && [ "${np_now%% *}" != "$np_sum" ] || continue
    printf '%s\n' "$np_path"
  done
}
# np_config_stays NAME: some of it was there before, or somebody edited it.
np_config_stays() {
  np_was=
  read -r np_was <"$NP_STATE/before/package/$1"
  [ "$np_was" = config-files ] || [ -n "$(np_edited "$1")" ]
}
# np_removable dpkg|rpm NAME…: prints those that no other package needs.
np_removable() {
  np_by=$1
  shift
  [ $# -gt 0 ] || return 0
  case $np_by in
    dpkg) dpkg --simulate --force-hold --purge "$@" 2>/dev/null | sed -n 's/^Would remove or purge \([^ ]*\) .*/\1/p' ;;
    rpm)
      if rpm -e --test "$@" >/dev/null 2>&1; then printf '%s\n' "$@"
      else for np_name; do ! rpm -e --test "$np_name" >/dev/null 2>&1 || printf '%s\n' "$np_name"; done; fi
      ;;
  esac
}
# np_undo_packages check|changes|apply dpkg|rpm
np_undo_packages() {
  np_there=$(np_added "$2")
  # Of a package whose configuration somebody edited that stays, and with it the package's name.
  np_gone=$(printf '%s\n' "$np_there" | awk '$2 != "config-files" { print $1 }')
  np_configs=$(printf '%s\n' "$np_there" | awk '$2 == "config-files" { print $1 }')
  np_purge=
  for np_name in $np_configs; do np_config_stays "$np_name" || np_purge="$np_purge $np_name"; done
  np_can=$(np_removable "$2" $np_gone)
  case $1 in
    check)
      [ ! -e "$NP_STATE/packages.$2" ] && [ -z "$np_can$np_purge" ] && np_unheld check || return 1
      [ -z "$np_gone" ] || np_warn "these packages stay, since others that are not nodeprep's need them: $(printf '%s' "$np_gone" | tr '\n' ' ')"
      for np_name in $np_configs; do
        np_kept=$(np_edited "$np_name" | tr '\n' ' ')
        [ -z "$np_kept" ] || np_warn "configuration of package $np_name was changed by somebody else than nodeprep: it stays as it is: $np_kept"
      done
      np_moved "$2"
      ;;
    changes)
      printf '%s\n' "$np_there" | awk -v can="$(printf '%s ' $np_can $np_purge)" 'BEGIN { split(can, names, " "); for (i in names) known[names[i]] = 1 }
        $1 in known { print "- package " $1 " " $3 }'
      np_unheld changes
      ;;
    apply)
      np_note_packages "$2"
      np_unheld apply
      if [ "$2" = dpkg ]; then np_dpkg_remove; else np_rpm_remove; fi
      systemctl daemon-reload
      ;;
  esac
}
# By dpkg itself: it removes what is named and nothing else, and of that all but what others need.
np_dpkg_remove() {
  np_apt_wait
  [ -z "$np_purge" ] || dpkg --purge $np_purge || :
  [ -n "$np_can" ] || return 0
  np_plainly_gone=
  for np_name in $np_can; do np_config_stays "$np_name" || np_plainly_gone="$np_plainly_gone $np_name"; done
  # In one go, since they need each other; then the rest of those whose configuration goes as well.
  dpkg --force-hold --remove $np_can || :
  [ -z "$np_plainly_gone" ] || dpkg --force-hold --purge $np_plainly_gone || :
}
np_rpm_remove() {
  np_dnf_wait
  for np_turn in 1 2 3 4 5 6 7 8; do
    np_can=$(np_removable rpm $(np_added rpm | awk '{ print $1 }'))
    [ -n "$np_can" ] || return 0
    rpm -e $np_can || :
  done
}
# np_unheld check|changes|apply: what was not held by apt before is not held.
np_unheld() {
  [ -d "$NP_STATE/before/hold" ] && np_held=$(apt-mark showhold) && [ -n "$np_held" ] || return 0
  for np_name in $np_held; do
    [ -e "$NP_STATE/before/hold/$np_name" ] && [ -z "$(cat "$NP_STATE/before/hold/$np_name")" ] || continue
    case $1 in
      check) return 1 ;;
      changes) printf '%s\n' "- hold of package $np_name" ;;
      apply) apt-mark -q unhold "$np_name" ;;
    esac
  done
}
