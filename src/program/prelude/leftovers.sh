# What a program that was killed left running. A killed shell's child goes on (apt-get, dpkg, or a subshell with the rest of a
# step), and nothing may be done beside it.
# np_leftover: true while there is one; $np_who names it. It is in the session that the program was started in. A program
# that somebody ran by hand shared theirs: there the environment tells its processes too. A daemon that it started is in
# neither: services are systemd's, and whatever else means to stay makes a session of its own.
np_leftover() {
  np_who=
  for np_file in "${NP_RUN%/*}"/*/lock; do
    np_dead= np_at= np_session=
    [ "$np_file" != "$NP_RUN/lock" ] && [ -r "$np_file" ] || continue
    { read -r _ np_dead np_at _ && read -r np_session; } <"$np_file" && ! np_alive "$np_dead" "$np_at" || continue
    for np_proc in /proc/[0-9]*; do
      np_started_at "${np_proc#/proc/}" && [ "$NP_SESSION" = "$np_session" ] || continue
      [ "$np_session" = "$np_dead" ] ||
        tr '\0' '\n' <"$np_proc/environ" 2>/dev/null | grep -qx "NP_RUN=${np_file%/lock}" || continue
      np_name "${np_proc#/proc/}"
      # A command says more than the shell that it was started by.
      case $np_who in *"sh ${np_file%/lock}/program)") ;; *) return 0 ;; esac
    done
    [ -z "$np_who" ] || return 0
  done
  return 1
}
# Waits for them; false when the run is to stop meanwhile.
np_outlive() {
  np_stand_by 'what a run that was killed left at work' np_leftover && return
  [ ! -e "$NP_RUN/stop" ] || { NP_FAILED=stopped; return 1; }
  np_event "refused $np_who, left by a run that was killed, is still at work after $NP_PATIENCE s: see why, end it by kill $np_pid if it hangs, and run the same command again"
  exit 1
}
