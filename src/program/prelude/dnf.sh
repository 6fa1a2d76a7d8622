# dnf, or yum where there is none. A lock is waited for here, for they would wait without end and name nobody.
np_dnf_wait() {
  np_unlocked /var/lib/rpm/.rpm.lock /usr/lib/sysimage/rpm/.rpm.lock /var/run/yum.pid \
    /var/cache/dnf/metadata_lock.pid /var/cache/dnf/download_lock.pid /var/lib/dnf/rpmdb_lock.pid
}
np_dnf() {
  if command -v dnf >/dev/null 2>&1; then np_dnf=dnf; else np_dnf=yum; fi
  while :; do
    np_dnf_wait
    np_ended=0
    "$np_dnf" -q -y --setopt=exit_on_lock=1 --setopt=retries=3 --setopt=timeout=30 --setopt=minrate=1000 "$@" || np_ended=$?
    # Somebody was faster.
    [ "$np_ended" -eq 200 ] || return "$np_ended"
  done
}
# Makes it ask each repository whether it is still as it was; without, a version of today is not found for two days.
np_dnf_update() {
  [ ! -e "$NP_RUN/dnf-updated" ] || return 0
  np_dnf clean expire-cache
  np_retry 4 np_dnf_index || np_fail "the index of packages could not be fetched: $np_cause$(np_remedy)"
  : >"$NP_RUN/dnf-updated"
}
# 100: there is something newer.
np_dnf_index() {
  np_size=$({ wc -c <"$np_dnf_log"; } 2>/dev/null) || np_size=0
  np_dnf check-update rpm || [ "$np_ended" -eq 100 ] || { np_dnf_why; return 1; }
}
np_dnf_why() { tail -c "+$((np_size + 1))" "$np_dnf_log" 2>/dev/null | sed -n "s/.*Error during transfer: //p" | tail -n 1; }
# Why a package could not be fetched dnf writes there alone.
np_dnf_log=/var/log/dnf.librepo.log
# np_dnf_install ARGS…: the mark tells the next run what was under way.
np_dnf_install() {
  np_sure "cannot write $NP_STATE/packages.began" np_mark packages.began "$*"
  np_size=$({ wc -c <"$np_dnf_log"; } 2>/dev/null) || np_size=0
  np_ended=0
  np_dnf install "$@" || np_ended=$?
  [ "$np_ended" -eq 0 ] || np_dnf_why
  # More than that: somebody killed it.
  [ "$np_ended" -gt 128 ] || rm -f "$NP_STATE/packages.began"
  return "$np_ended"
}
# What a transaction that was cut off has installed is installed once more, since rpm runs a package's scripts after it has
# recorded it.
np_dnf_repair() {
  [ -s "$NP_STATE/packages.began" ] || return 0
  np_half= np_options=
  for np_word in $(cat "$NP_STATE/packages.began"); do
    case $np_word in
      -*) np_options="$np_options $np_word" ;;
      *) ! rpm -q "$np_word" >/dev/null 2>&1 || np_half="$np_half $np_word" ;;
    esac
  done
  np_say "finishing an installation that was cut off:${np_half:- nothing of it is there}"
  [ -z "$np_half" ] || np_dnf $np_options reinstall $np_half
  rm -f "$NP_STATE/packages.began"
}
