# Locks of package managers, waited for so that their holder can be named.
# np_locked FILE…: true while somebody holds a lock on one of them, or is the living process that a pid file names;
# $np_who says who. A holder from outside of this host's process namespace is listed with no pid or a wrong one.
np_locked() {
  for np_file; do
    np_lock_id=$(stat -c %d:%i "$np_file" 2>/dev/null) || continue
    case $np_file in
      *.pid)
        np_pid=
        read -r np_pid 2>/dev/null <"$np_file" || :
        [ -n "$np_pid" ] && np_started_at "$np_pid" || continue
        np_name "$np_pid"
        case $np_who in *dnf* | *yum* | *ackagekit*) np_who="$np_who, which holds $np_file"; return 0 ;; esac
        continue ;;
    esac
    while read -r _ _ _ _ np_pid np_where _; do
      case $np_where in *":${np_lock_id#*:}") ;; *) continue ;; esac
      # Inodes of other file systems have the same numbers; what the holder has open tells.
      np_open=$(stat -Lc %d:%i "/proc/$np_pid/fd/"* 2>/dev/null) || :
      case $NP_NL$np_open$NP_NL in "$NP_NL$NP_NL" | *"$NP_NL$np_lock_id$NP_NL"*) ;; *) continue ;; esac
      if [ -d "/proc/$np_pid" ]; then np_name "$np_pid"; else np_who='a process that cannot be seen from here (another container?)'; fi
      np_who="$np_who, which holds $np_file"
      return 0
    done </proc/locks
  done
  return 1
}
# np_unlocked FILE…: waits until nobody holds them, or fails the step.
np_unlocked() {
  np_stand_by "the package manager's lock" np_locked "$@" && return
  ! np_stopping || exit 1
  np_fail "still locked after $NP_PATIENCE s: $np_who; see why it takes so long, end it if it hangs, and run the same command again"
}
