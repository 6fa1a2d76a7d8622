# np_wait SECONDS TEXT COMMAND…
np_wait() {
  np_until=$(($(date +%s) + $1)) np_text=$2
  shift 2
  "$@" </dev/null >/dev/null 2>&1 && return 0
  np_say "$np_text"
  while :; do
    sleep 1
    "$@" </dev/null >/dev/null 2>&1 && return 0
    [ "$(date +%s)" -lt "$np_until" ] || return 1
  done
}
# np_retry TIMES COMMAND…: only for what is harmless to repeat.
np_retry() {
  np_left=$1 np_pause=1
  shift
  until "$@"; do
    np_left=$((np_left - 1))
    [ "$np_left" -gt 0 ] || return 1
    np_say "trying again in ${np_pause}s ($np_left left): $1"
    sleep "$np_pause"
    np_pause=$((np_pause * 2))
  done
}
np_fetch() { rm -f "$2.part" && np_retry 4 np_fetch_once "$1" "$2.part" && mv -f "$2.part" "$2"; }
np_fetch_once() {
  if command -v curl >/dev/null 2>&1; then curl -fsSL --connect-timeout 15 --max-time 600 -o "$2" -- "$1"
  elif command -v wget >/dev/null 2>&1; then wget -q -T 60 -O "$2" "$1"
  elif [ -x /usr/lib/apt/apt-helper ]; then
    /usr/lib/apt/apt-helper -o Acquire::Retries=0 download-file "$1" "$2" >/dev/null
  else np_fail "neither curl nor wget is on this host; install one of them"; fi
}
