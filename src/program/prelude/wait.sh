# np_clock: $np_now is the number of seconds since boot, which a clock that is set meanwhile does not change.
np_clock() { read -r np_now _ </proc/uptime && np_now=${np_now%%.*}; }
# np_nap SECONDS: sleeps in a loop that waits. Ends what is left of a step when its program was killed meanwhile.
np_nap() {
  sleep "$1"
  [ "$NP_MODE" != apply ] || np_alive $$ "$NP_BORN" || exit 1
}
# np_name PID: $np_who is «pid 12 (its command line)», $np_pid the number.
np_name() {
  np_pid=$1
  np_who=$(tr -s '\0[:cntrl:]' ' ' <"/proc/$1/cmdline" 2>/dev/null | cut -c 1-120) || :
  np_who=${np_who% }
  [ -n "$np_who" ] || read -r np_who 2>/dev/null <"/proc/$1/comm" || :
  np_who="pid $1 (${np_who:-it has just ended})"
}
# np_stand_by WHAT COMMAND…: waits while COMMAND is true, that is while $np_who is in the way, at most NP_PATIENCE seconds.
# False when that was not enough, or when the run is to stop.
np_stand_by() {
  np_what=$1 np_said=
  shift
  np_clock
  np_until=$((np_now + NP_PATIENCE)) np_next=0
  while "$@"; do
    np_clock
    [ "$np_now" -lt "$np_until" ] || return 1
    if [ "$np_who" != "$np_said" ] || [ "$np_now" -ge "$np_next" ]; then
      np_say "waiting for $np_what: $np_who, $((np_until - np_now)) s at most"
      np_said=$np_who np_next=$((np_now + 30))
    fi
    ! np_give_up || return 1
    np_nap 1
  done
}
# np_wait SECONDS TEXT COMMAND…
np_wait() {
  np_text=$2
  np_clock
  np_end=$((np_now + $1)) np_next=0
  shift 2
  until "$@" </dev/null >/dev/null 2>&1; do
    np_clock
    [ "$np_now" -lt "$np_end" ] || return 1
    ! np_give_up || exit 1
    if [ "$np_now" -ge "$np_next" ]; then
      np_say "$np_text, $((np_end - np_now)) s at most"
      np_next=$((np_now + 30))
    fi
    np_nap 1
  done
}
