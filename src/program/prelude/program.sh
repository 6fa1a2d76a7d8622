# What every program starts with. POSIX sh only: dash, bash 4.2 and busybox ash run it.
# Steps call the np_ functions; docs/architecture.md says what the client makes of the events.
LC_ALL=C PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive
export LC_ALL PATH DEBIAN_FRONTEND
umask 077
# Proxies of the login environment, as PAM takes them from /etc/environment, would decide where downloads and the programs of steps go.
NP_PROXIES=
for np_v in http_proxy https_proxy ftp_proxy all_proxy no_proxy HTTP_PROXY HTTPS_PROXY FTP_PROXY ALL_PROXY NO_PROXY; do
  eval "[ -z \"\${$np_v-}\" ]" || NP_PROXIES="$NP_PROXIES $np_v"
  unset "$np_v"
done
NP_STATE=${NP_STATE:-/var/lib/nodeprep}
NP_FAILED= NP_CHANGED=0 NP_STEP=0 NP_OWING= NP_PENDING= NP_SEEN= NP_UNITS= NP_HAVE= NP_SOURCES=
# Seconds that somebody who is in the way is waited for.
NP_PATIENCE=600
NP_NL="
"

# By a descriptor of its own, so that it is said at once also by what runs inside of $(…) or with its output kept.
exec 9>&1
# Unheard nothing may go on: /run is full.
np_event() { printf '\n\036%s %s\n' "$NP_NONCE" "$*" >&9 || exit 1; }
# np_plain TEXT: $np_plainly is TEXT without the character that events begin with. Texts for people may hold what another host, a
# pod or a user's file says: for the same reason none is printed by echo, which makes that character of \\036 in some shells.
np_plain() {
  np_plainly=$* np_rs=$(printf '\036')
  while :; do
    case $np_plainly in
      *"$np_rs"*) np_plainly=${np_plainly%%"$np_rs"*}${np_plainly#*"$np_rs"} ;;
      *) return 0 ;;
    esac
  done
}
np_say() { np_plain "$*"; np_event "say $NP_STEP $np_plainly"; }
# Something to see to that fails nothing; the client says it once, however often a check does.
np_warn() { np_plain "$*"; np_event "warn $NP_STEP $np_plainly"; }
np_fail() { np_plain "$*"; printf '%s\n' "$np_plainly" >&9; exit 1; }

# np_alive PID START: that very process still runs (field 22 of stat tells it from a later one of the same number).
# $NP_SESSION is its session. One that ended and that nobody has asked about yet counts as gone.
np_started_at() {
  np_stat=
  [ -r "/proc/$1/stat" ] && read -r np_stat 2>/dev/null <"/proc/$1/stat" || return 1
  set -f; set -- ${np_stat##*) }; set +f
  NP_SESSION=$4 NP_AT=${20}
  case $1 in Z | X) return 1 ;; esac
}
np_alive() { np_started_at "$1" && [ "$NP_AT" = "$2" ]; }

# One program a host at a time. The lock is a hard link: it appears with its content or not at all.
np_lock() {
  NP_LOCK=${NP_RUN%/*}/lock
  until ln "$NP_RUN/lock" "$NP_LOCK" 2>/dev/null; do
    np_id= np_pid= np_at=
    read -r np_id np_pid np_at np_nonce np_who <"$NP_LOCK" 2>/dev/null || continue
    if np_alive "$np_pid" "$np_at"; then
      np_since=$(date -u -r "$NP_LOCK" +%Y-%m-%dT%H:%M:%SZ) || np_since=unknown
      np_event "busy $np_id $np_nonce $np_since $np_who"
      rm -rf "${NP_RUN:?}/values" "${NP_RUN:?}/out"
      exit 0
    fi
    mv "$NP_LOCK" "$NP_RUN/stale" 2>/dev/null || continue
    read -r np_moved _ <"$NP_RUN/stale"
    [ "$np_moved" = "$np_id" ] || ln "$NP_RUN/stale" "$NP_LOCK" 2>/dev/null
  done
  trap 'rm -f "$NP_LOCK"' EXIT
}

# np_runs FOLDER: the program of that run lives.
np_runs() {
  [ -r "$1/lock" ] && read -r _ np_pid np_at _ <"$1/lock" && np_alive "$np_pid" "$np_at"
}

np_begin() {
  if [ "$NP_MODE" = apply ]; then
    if [ -z "${NP_RUN:-}" ]; then
      NP_RUN=/run/nodeprep/$NP_ID
      mkdir -p "$NP_RUN/values" "$NP_RUN/out"
    fi
    np_started_at $$
    NP_BORN=$NP_AT
    printf '%s\n' "$NP_ID $$ $NP_AT $NP_NONCE $NP_WHO" "$NP_SESSION" >"$NP_RUN/lock"
    # An empty text is one that runs, as the lock beside it says by now, or ran: all of this has been read already.
    : >"$NP_RUN/program"
    export NP_RUN
    np_lock
    # The folders tell what was left at work, so they stay while it is.
    np_outlive && for np_old in "${NP_RUN%/*}"/*/; do
      [ "$np_old" = "$NP_RUN/" ] || [ -s "$np_old/program" ] || np_runs "$np_old" || rm -rf "$np_old"
    done
  else
    NP_RUN=/nonexistent
  fi
  np_event begin
  [ -z "$NP_PROXIES" ] || np_say "ignoring what the environment of this host says of proxies:$NP_PROXIES"
}

np_end() {
  if [ "$NP_MODE" = apply ]; then
    rm -rf "${NP_RUN:?}/values" "${NP_RUN:?}/out" "$NP_LOCK"
    trap - EXIT
    # Run by hand: no client will come for the rest.
    [ -e "$NP_RUN/log" ] || rm -rf "$NP_RUN"
  fi
  np_event "end $NP_CHANGED $NP_FAILED"
}
