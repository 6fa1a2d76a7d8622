# What a step of a program goes through; compiled programs call np_step.
# np_step NUMBER ID SHOW AWAITS PROVIDES OWES SUCCESS [PLACE PATH OWNER]. SHOW: the function that prints what would change, or the
# file whose former content makes the diff, or both with a blank between them, or ''.
# SUCCESS: what a check that holds after apply is called; `ok` for steps that only wait or compute. PLACE: see np_would.
np_step() {
  [ -z "$NP_FAILED" ] || return 0
  if np_stopping; then
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
    shift 7
    np_would "$@"
    return 0
  fi
  np_forget
  for np_v in $4; do
    np_await "$np_v" || {
      if np_stopping; then NP_FAILED=stopped; else NP_FAILED=blocked; np_event "blocked $1 $np_v"; fi
      return 0
    }
  done
  (np_prepare "$2" "$6" "$7"; set -eu; "apply_$1") </dev/null 2>&1
  np_s=$?
  if ("check_$1") </dev/null 2>&1 && ([ "$7" != changed ] || np_journal "$2" changed) 2>&1; then
    [ "$7" != changed ] || NP_CHANGED=$((NP_CHANGED + 1))
    np_event "$7 $1"
    np_give "$5"
  elif np_stopping && [ -e "$NP_RUN/gave-up" ]; then
    NP_FAILED=stopped
  else
    NP_FAILED=failed
    (np_journal "$2" failed) 2>&1
    np_event "failed $1 $np_s"
  fi
}

# np_would [PLACE PATH OWNER]: apply would change something, or refuses PATH, as np_place or np_place_folder says. Where an earlier
# step would be applied first, that may make the way there a safe one.
np_would() {
  if [ $# -ne 0 ] && ! "$@"; then
    np_where="cannot change $2: $np_where"
    if [ -z "$NP_PENDING" ]; then
      np_plain "$np_where"
      np_event "denied $NP_STEP $np_plainly"
      return 0
    fi
    np_warn "apply will fail unless an earlier step removes the cause: $np_where"
  fi
  NP_PENDING=yes
  np_event "would $NP_STEP"
}

# np_prepare ID OWES SUCCESS: what has to stand before anything is touched, or the step fails.
np_prepare() {
  [ "$3" != changed ] || np_journal "$1" began
  for np_v in $2; do np_sure "cannot write $NP_STATE/owed/$np_v" np_owe "$np_v" "the change by step $1"; done
}

# The user wants no further step. Whoever waits for something, and changes nothing meanwhile, gives up.
np_stopping() { [ "$NP_MODE" = apply ] && [ -e "$NP_RUN/stop" ]; }
np_give_up() { np_stopping && : >"$NP_RUN/gave-up"; }

# What is too large to be sent is told by its digest: a plan that binds has to notice when it is another one.
np_before() {
  np_teller=${2%%/*} np_file=${2#"${2%%/*}"}
  if [ -n "$np_teller" ]; then
    np_told=$("${np_teller% }" </dev/null 2>/dev/null | head -c 262144 | base64 | tr -d '\n')
    # A file that differs is its own best diff.
    if [ -n "$np_told" ] || [ -z "$np_file" ]; then
      np_event "before $1 changes $np_told"
      return 0
    fi
  fi
  set -- "$1" "$np_file"
  if [ ! -e "$2" ]; then np_event "before $1 absent"
  elif ! np_place "$2" || [ "$np_last" != 32768 ] ||
    ! { [ "$np_actor" = 0 ] || np_as "$np_actor" '' test -r "$np_real"; }; then
    np_event "before $1 other"
  elif [ "$np_size" -le 262144 ]; then
    np_event "before $1 content $(np_read | head -c "$np_size" | base64 | tr -d '\n')"
  else
    np_sum=$(np_read | sha256sum)
    np_event "before $1 digest ${np_sum%% *} $np_size"
  fi
}
