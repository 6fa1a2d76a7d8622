# Values that other hosts wait for. They travel over the channel and lie in files only root can read.
np_give() {
  [ "$NP_MODE" = apply ] || return 0
  for np_v in $1; do
    if [ -f "$NP_RUN/out/$np_v" ]; then np_event "value $np_v $(base64 <"$NP_RUN/out/$np_v" | tr -d '\n')"
    else np_event "value $np_v"; fi
  done
}
# np_report COMMAND: what it prints goes to the client as it is, of which nothing is kept here: a plan tells it, too.
np_report() { np_event "report $NP_STEP $("$1" </dev/null 2>/dev/null | head -c 262144 | base64 | tr -d '\n')"; }
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
# np_arrived VALUE…: all of them have been given to this host. A plan waits for none.
np_arrived() { [ "$NP_MODE" != apply ] || for np_v; do [ -e "$NP_RUN/values/$np_v" ] || return 1; done; }
