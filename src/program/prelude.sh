# What every program starts with. POSIX sh only: dash, bash 4.2 and busybox ash run it.
# Steps call the np_ functions; docs/architecture.md says what the client makes of the events.
LC_ALL=C PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive
export LC_ALL PATH DEBIAN_FRONTEND
umask 077
NP_STATE=${NP_STATE:-/var/lib/nodeprep}
NP_FAILED= NP_CHANGED=0 NP_OWING= NP_SEEN= NP_UNITS= NP_HAVE=
NP_NL="
"

np_event() { printf '\n\036%s %s\n' "$NP_NONCE" "$*"; }
np_say() { np_event "say $NP_STEP $*"; }
np_fail() { printf '%s\n' "$*" >&2; exit 1; }

# np_alive PID START: that very process still runs (field 22 of stat tells it from a later one of the same number).
np_started_at() {
  np_stat=
  [ -r "/proc/$1/stat" ] && read -r np_stat 2>/dev/null <"/proc/$1/stat" || return 1
  set -f; set -- ${np_stat##*) }; set +f
  NP_AT=${20}
}
np_alive() { np_started_at "$1" && [ "$NP_AT" = "$2" ]; }

# One program a host at a time. The lock is a hard link: it appears with its content or not at all.
np_lock() {
  NP_LOCK=${NP_RUN%/*}/lock
  np_started_at $$
  printf '%s\n' "$NP_ID $$ $NP_AT $NP_NONCE $NP_WHO" >"$NP_RUN/lock"
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

np_begin() {
  if [ "$NP_MODE" = apply ]; then
    if [ -z "${NP_RUN:-}" ]; then
      NP_RUN=/run/nodeprep/$NP_ID
      mkdir -p "$NP_RUN/values" "$NP_RUN/out"
    fi
    # An empty text is one that runs or ran: all of this has been read already.
    : >"$NP_RUN/program"
    np_lock
    for np_old in "${NP_RUN%/*}"/*/; do
      [ "$np_old" = "$NP_RUN/" ] || [ -s "$np_old/program" ] || rm -rf "$np_old"
    done
  else
    NP_RUN=/nonexistent
  fi
  np_event begin
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

np_journal() {
  mkdir -p "$NP_STATE"
  printf '%s %s %s %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$NP_ID" "$1" "$2" >>"$NP_STATE/journal"
}

# np_step NUMBER ID SHOW AWAITS PROVIDES OWES SUCCESS. SHOW: the file whose former content makes the diff, or ''.
# SUCCESS: what a check that holds after apply is called; `ok` for steps that only wait or compute.
np_step() {
  [ -z "$NP_FAILED" ] || return 0
  if [ "$NP_MODE" = apply ] && [ -e "$NP_RUN/stop" ]; then
    NP_FAILED=stopped
    return 0
  fi
  NP_STEP=$1
  if ("check_$1") </dev/null >/dev/null 2>&1; then
    np_event "ok $1"
    np_give "$5"
    return 0
  fi
  np_event "start $1 $2"
  [ -z "$3" ] || np_before "$1" "$3"
  if [ "$NP_MODE" != apply ]; then
    NP_OWING="$NP_OWING $6 "
    np_event "would $1"
    return 0
  fi
  np_forget
  for np_v in $4; do
    np_await "$np_v" || { NP_FAILED=blocked; np_event "blocked $1 $np_v"; return 0; }
  done
  for np_v in $6; do np_owe "$np_v"; done
  (set -eu; "apply_$1") </dev/null 2>&1
  np_s=$?
  if ("check_$1") </dev/null 2>&1; then
    if [ "$7" = changed ]; then
      NP_CHANGED=$((NP_CHANGED + 1))
      np_journal "$2" changed
    fi
    np_event "$7 $1"
    np_give "$5"
  else
    NP_FAILED=failed
    np_journal "$2" failed
    np_event "failed $1 $np_s"
  fi
}

np_before() {
  if [ ! -e "$2" ]; then np_event "before $1 absent"
  elif [ -f "$2" ] && np_size=$(wc -c <"$2") && [ "$np_size" -le 262144 ]; then
    np_event "before $1 content $(base64 <"$2" | tr -d '\n')"
  fi
}

# Values that other hosts wait for. They travel over the channel and lie in files only root can read.
np_give() {
  [ "$NP_MODE" = apply ] || return 0
  for np_v in $1; do
    if [ -f "$NP_RUN/out/$np_v" ]; then np_event "value $np_v $(base64 <"$NP_RUN/out/$np_v" | tr -d '\n')"
    else np_event "value $np_v"; fi
  done
}
np_provide() { cat >"$NP_RUN/out/.$1" && mv "$NP_RUN/out/.$1" "$NP_RUN/out/$1"; }
np_value() { printf '%s\n' "$NP_RUN/values/$1"; }
# Nobody can bring a value when the client is gone: then waiting ends (300 rounds) instead of blocking the next run.
np_followed() { [ -r "$NP_RUN/client" ] && read -r np_pid <"$NP_RUN/client" && [ -d "/proc/$np_pid" ]; }
np_await() {
  [ ! -e "$NP_RUN/values/$1" ] || return 0
  np_event "await $NP_STEP $1"
  np_alone=0
  while [ ! -e "$NP_RUN/values/$1" ]; do
    [ ! -e "$NP_RUN/values/$1.failed" ] && [ ! -e "$NP_RUN/stop" ] && [ "$np_alone" -lt 300 ] || return 1
    if np_followed; then np_alone=0; else np_alone=$((np_alone + 1)); fi
    sleep 0.1 2>/dev/null || sleep 1
  done
  np_event "go $NP_STEP"
}

# A restart is owed from before the write until the service has restarted; a kill in between cannot lose it.
np_owe() { mkdir -p "$NP_STATE/owed" && : >"$NP_STATE/owed/$1"; }
np_paid() { rm -f "$NP_STATE/owed/$1"; }
np_owed() {
  case $NP_OWING in *" $1 "*) return 0 ;; esac
  [ -e "$NP_STATE/owed/$1" ]
}

# What stood there before nodeprep first came: kept once, never overwritten.
np_keep() {
  np_kept=$NP_STATE/before/files$1
  { [ ! -e "$np_kept" ] && [ ! -L "$np_kept" ] && [ ! -e "$np_kept.absent" ]; } || return 0
  mkdir -p "${np_kept%/*}" || return 1
  if [ -e "$1" ] || [ -L "$1" ]; then
    rm -rf "$np_kept.tmp" && cp -a "$1" "$np_kept.tmp" && mv "$np_kept.tmp" "$np_kept"
  else
    : >"$np_kept.absent"
  fi
}
np_remember() {
  np_kept=$NP_STATE/before/$1/$2
  [ ! -e "$np_kept" ] || return 0
  mkdir -p "${np_kept%/*}" && printf '%s\n' "$3" >"$np_kept.tmp" && mv "$np_kept.tmp" "$np_kept"
}

# One look at everything, good until something is applied: most runs find nothing to do, and processes for each file, unit
# and package would be most of their time. What is not found there is looked at by itself.
np_forget() { NP_SEEN= NP_UNITS= NP_HAVE=; }
# np_look PATH…
np_look() {
  NP_SEEN=$NP_NL$(sha256sum -- "$@" 2>/dev/null; echo; stat -c '%a %U %G %F %n' -- "$@" 2>/dev/null)$NP_NL
}
# np_file_is PATH SHA256 MODE OWNER GROUP
np_file_is() {
  case $NP_SEEN in
    *"$NP_NL$2  $1$NP_NL"*"$NP_NL${3#0} $4 $5 regular file $1$NP_NL"*) return 0 ;;
  esac
  [ -f "$1" ] && [ ! -L "$1" ] && np_sum=$(sha256sum <"$1") && [ "${np_sum%% *}" = "$2" ] &&
    np_sum=$(stat -c '%a %U %G' "$1") && [ "$np_sum" = "${3#0} $4 $5" ]
}
# np_look_units UNIT…: blocks come in the order of the names; the Id tells an alias, or that one was left out.
np_look_units() {
  np_all=$(np_show -p Id "$@" 2>/dev/null)$NP_NL$NP_NL
  for np_name; do
    np_block=${np_all%%"$NP_NL$NP_NL"*} np_all=${np_all#*"$NP_NL$NP_NL"}
    case $NP_NL$np_block$NP_NL in
      *"${NP_NL}Id=$np_name$NP_NL"* | *"${NP_NL}Id=$np_name.service$NP_NL"*) NP_UNITS="$NP_UNITS|$np_name $np_block" ;;
    esac
  done
  NP_UNITS="$NP_UNITS|"
}
# np_unit UNIT: its properties are in $np_state, PROPERTY=VALUE.
np_unit() {
  case $NP_UNITS in
    *"|$1 "*) np_state=${NP_UNITS#*"|$1 "} && np_state=${np_state%%"|"*} ;;
    *) np_state=$(np_show "$1") ;;
  esac
}
# One call tells all; comma lists after -p are younger than systemd 219.
np_show() { systemctl show -p LoadState -p ActiveState -p UnitFileState -p NeedDaemonReload "$@"; }
# np_write PATH MODE OWNER GROUP: stdin becomes the file, at once or not at all.
np_write() {
  np_keep "$1"
  np_dir=${1%/*}
  [ -d "${np_dir:-/}" ] || (umask 022; mkdir -p "$np_dir")
  np_tmp=$np_dir/.${1##*/}.nodeprep
  rm -f "$np_tmp"
  cat >"$np_tmp" && chown "$3:$4" "$np_tmp" && chmod "$2" "$np_tmp" && mv -f "$np_tmp" "$1" || { rm -f "$np_tmp"; return 1; }
}

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
