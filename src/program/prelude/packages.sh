# np_holder FILE: «pid (name)» of the process that holds a lock on it.
np_holder() {
  np_inode=$(stat -c %i "$1" 2>/dev/null) || return 1
  while read -r _ _ _ _ np_pid np_where _; do
    case $np_where in
      *":$np_inode")
        np_name=
        [ ! -r "/proc/$np_pid/comm" ] || read -r np_name <"/proc/$np_pid/comm"
        printf '%s\n' "pid $np_pid ($np_name)"
        return 0 ;;
    esac
  done </proc/locks
  return 1
}
np_apt_wait() {
  np_waited=0
  for np_file in /var/lib/dpkg/lock-frontend /var/lib/dpkg/lock /var/lib/apt/lists/lock; do
    while np_who=$(np_holder "$np_file"); do
      [ $((np_waited % 15)) -ne 0 ] || np_say "waiting for the lock on $np_file, held by $np_who"
      np_waited=$((np_waited + 1))
      [ "$np_waited" -le 600 ] || np_fail "the lock on $np_file is still held by $np_who after 10 minutes"
      sleep 1
    done
  done
}
np_apt() {
  np_apt_wait
  apt-get -q -y -o DPkg::Lock::Timeout=600 -o Dpkg::Use-Pty=0 -o Acquire::Retries=3 -o APT::Color=0 \
    -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold "$@"
}
np_apt_update() {
  [ ! -e "$NP_RUN/apt-updated" ] || return 0
  np_apt update && : >"$NP_RUN/apt-updated"
}
np_dnf() {
  if command -v dnf >/dev/null 2>&1; then dnf -q -y "$@"; else yum -q -y "$@"; fi
}
