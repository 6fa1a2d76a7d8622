# Units as they were before nodeprep first came.
# np_new_unit UNIT: it came with packages that nodeprep installed.
np_new_unit() {
  [ -s "$NP_STATE/before/unit-files" ] || return 1
  case $1 in *.*) np_full=$1 ;; *) np_full=$1.service ;; esac
  ! grep -qxF -e "$np_full" "$NP_STATE/before/unit-files"
}
np_units_of() { [ ! -d "$NP_STATE/before/unit" ] || ls "$NP_STATE/before/unit"; }
# What a restart is owed to: units that ran before, when one of their files may be put back. New ones are about to go.
np_owe_units() {
  [ -z "$np_left" ] || return 0
  np_left=owed
  for np_unit in $(np_units_of); do
    np_new_unit "$np_unit" || ! grep -q 'ActiveState=active' "$NP_STATE/before/unit/$np_unit" || np_owe "$np_unit"
  done
}
# np_units_gone check|changes|apply: units that came with nodeprep's packages are off, before these go.
np_units_gone() {
  for np_unit in $(np_units_of); do
    np_new_unit "$np_unit" && np_show "$np_unit" | grep -qE '^(ActiveState=(active|activating|reloading|deactivating)|UnitFileState=enabled.*)$' || continue
    case $1 in
      check) return 1 ;;
      changes) printf '%s\n' "- unit $np_unit running or started at boot" ;;
      apply) systemctl disable --now "$np_unit" ;;
    esac
  done
}
# np_units_back check|changes|apply: each as it was, unless somebody else changed it: that is told by what nodeprep wanted of it.
np_units_back() {
  for np_unit in $(np_units_of); do
    ! np_new_unit "$np_unit" || continue
    np_back= np_wants=$(cat "$NP_STATE/before/unit/$np_unit") np_state=$(np_show "$np_unit" | tr '\n' ' ')
    case $np_state in *LoadState=not-found*) continue ;; esac
    # Swap of the host's own, which was stopped and masked or disabled.
    if [ "$np_wants" = enabled ]; then
      case $np_state in
        *LoadState=masked*) np_back=unmask ;;
        *UnitFileState=disabled*) np_back=enable ;;
      esac
    else
      case "$np_wants|$np_state" in
        *UnitFileState=disabled*wanted*enabled*"|"*UnitFileState=enabled*) np_back=disable ;;
        *UnitFileState=enabled*wanted*disabled*"|"*UnitFileState=disabled*) np_back=enable ;;
      esac
      case "$np_wants|$np_state" in
        *ActiveState=inactive*wanted*started*"|"*ActiveState=active*) np_back="$np_back stop" ;;
        *ActiveState=active*wanted*stopped*"|"*ActiveState=inactive*) np_back="$np_back start" ;;
        *) ! np_owed "$np_unit" || np_back="$np_back restart" ;;
      esac
    fi
    for np_verb in $np_back; do
      case $1 in
        check) return 1 ;;
        changes) printf '%s\n' "+ systemctl $np_verb $np_unit" ;;
        apply) systemctl "$np_verb" "$np_unit" ;;
      esac
    done
    [ "$1" != apply ] || np_paid "$np_unit"
  done
}
# np_forget_all: nothing is left of what nodeprep knew of this host.
np_forget_all() { rm -rf "${NP_STATE:?}"; }
