# Trying again, only what is harmless to repeat: downloads, indexes of packages, images.
# np_hopeless FILE: another try cannot help whoever printed this. Of HTTP's 4xx, 408, 425 and 429 pass. What apt complains
# about without an `Err:` is not about a download.
np_hopeless() {
  grep -Eq '((error:|ERROR|HTTP/[0-9.]+|[Cc]ode:?) |[: ] )4(0[0-79]|1[0-9]|51)([^0-9]|$)|NO_PUBKEY|(BAD|EXP|EXPKEY|REVKEY)SIG|KEYEXPIRED|NOSPLIT|manifest unknown|name unknown|access .*denied|unauthorized|invalid username/password|authentication required|authorization failed|no basic auth credentials|status code from registry 4[0-9][0-9] |code = NotFound|pulling image.*: not found("|$)|: no such host|x509: |remote error: tls: |install one of them|redirected to plain http|[Rr]edirection from https|disabled in libcurl' "$1" ||
    { grep -q '^E: ' "$1" && ! grep -Eq '^Err:|Could not get lock|Unable to lock' "$1"; }
}
# np_why FILE: the one line of what somebody printed that says best why it failed. What a container runtime says begins with
# what it was asked for, names every mirror, and ends with the reason; crictl wraps it, each version in other words: `FATA[0000]
# …` on a terminal, `time="…" level=fatal msg="…"` elsewhere.
np_why() {
  awk '/^Err:/ { sub(/^Err:[0-9]+ */, ""); why = $0; getline; why = why ": " $0; exit }
    /Status code: |Curl error / { why = $0; exit }
    /^(E|curl|Error): / && !first { first = $0 }
    /level=fatal msg=|^FATA\[/ { fatal = $0 }
    NF { last = $0 }
    END {
      if (!why) why = fatal ? fatal : first ? first : last
      runtime = why == fatal && fatal
      if (runtime && sub(/^.*level=fatal msg="/, "", why)) {
        gsub(/\\"/, "\001", why)
        sub(/".*$/, "", why)
        gsub(/\001/, "\"", why)
        gsub(/\\n/, " ", why)
      }
      gsub(/[ \t]+/, " ", why)
      sub(/ $/, "", why)
      sub(/^FATA\[[0-9]*\] ?/, "", why)
      if (sub(/^.*rpc error: code = [A-Za-z]+ desc = /, "", why)) runtime = 1
      if (!runtime) { print substr(why, 1, 240); exit }
      sub(/^pulling image( failed)?: /, "", why)
      sub(/^unable to pull image( or OCI artifact)?: (pull image err: )?/, "", why)
      sub(/; artifact err: .*$/, "", why)
      sub(/^failed to pull and unpack image "[^"]*": /, "", why)
      sub(/^failed to resolve reference "[^"]*": /, "", why)
      if (length(why) > 600) {
        why = substr(why, length(why) - 600)
        sub(/^[^ ]* /, "… ", why)
      }
      print why
    }' "$1"
}
# np_retry TIMES COMMAND…: says which attempt comes and why; $np_cause is the last one's. Shows what COMMAND prints when it
# has ended. No attempt begins after NP_PATIENCE seconds.
np_retry() {
  np_tries=$1 np_try=1 np_pause=2
  shift
  np_clock
  np_last=$((np_now + NP_PATIENCE))
  while :; do
    np_status=0
    "$@" >"$NP_RUN/said" 2>&1 || np_status=$?
    cat "$NP_RUN/said"
    [ "$np_status" -ne 0 ] || return 0
    np_cause=$(np_why "$NP_RUN/said")
    # With /run full nobody's words are there, and no other attempt will do better.
    [ -s "$NP_RUN/said" ] || echo 2>/dev/null >"$NP_RUN/said" ||
      { np_cause="cannot write to $NP_RUN: No space left on device"; return "$np_status"; }
    [ "$np_status" -ne 124 ] || np_cause="it took too long: $np_cause"
    np_clock
    [ "$np_try" -lt "$np_tries" ] && [ "$np_now" -lt "$np_last" ] && ! np_hopeless "$NP_RUN/said" && ! np_give_up || return "$np_status"
    np_try=$((np_try + 1))
    np_say "attempt $np_try of $np_tries in $np_pause s: $np_cause"
    np_nap "$np_pause"
    np_pause=$((np_pause * 2))
  done
}
# np_proxied COMMAND…: with the proxy of cluster.yaml in its environment, which a file has that only root can read.
np_proxied() (
  if [ -f /etc/nodeprep/proxy.env ]; then set -a; . /etc/nodeprep/proxy.env; set +a; fi
  exec "$@"
)
# np_fetch URL FILE: under another name beside it until all of it is there. $np_cause says why not.
np_fetch() {
  np_new=$(mktemp "$2.XXXXXX") || { np_cause="cannot write beside $2"; return 1; }
  np_retry 4 np_fetch_once "$1" "$np_new" && mv -fT "$np_new" "$2" || { rm -f "$np_new"; return 1; }
}
# np_download URL PATH MODE [SHA256]: a file of root's, kept as np_keep does; fails the step.
np_download() {
  np_place "$2" root || np_fail "cannot write $2: $np_where"
  (np_keep "$2") || exit 1
  np_sure "cannot write $2" np_make_missing
  np_dir=${np_real%/*} np_target=$np_real
  rm -f "$np_dir/.${2##*/}.nodeprep."*
  np_tmp=$(mktemp "$np_dir/.${2##*/}.nodeprep.XXXXXX") || np_fail "cannot write $2"
  np_fetch "$1" "$np_tmp" || { rm -f "$np_tmp"; np_fail "$1 could not be fetched: $np_cause$(np_remedy)"; }
  if [ -n "${4-}" ] && np_sum=$(sha256sum <"$np_tmp") && [ "${np_sum%% *}" != "$4" ]; then
    rm -f "$np_tmp"
    np_fail "$1 is not what was wanted: its SHA-256 is ${np_sum%% *} instead of $4"
  fi
  (np_sure "cannot remember $2" np_wrote_sum "$2" <"$np_tmp") || { rm -f "$np_tmp"; exit 1; }
  chown root:root "$np_tmp" && chmod "$3" "$np_tmp" && (set -- "$np_target"; eval "$NP_MOVE") || { rm -f "$np_tmp"; np_fail "cannot write $2"; }
}
# Given up when nothing comes for 30 seconds, and after 10 minutes. wget would try twenty times itself.
np_fetch_once() {
  if command -v curl >/dev/null 2>&1; then
    case $1 in https:*) np_only="=https" ;; *) np_only="=http,https" ;; esac
    np_proxied curl -fsSL --proto-redir "$np_only" --connect-timeout 15 --speed-limit 1000 --speed-time 30 --max-time 600 -o "$2" -- "$1"
  elif [ "${1#file://}" != "$1" ]; then cat "${1#file://}" >"$2"
  elif command -v wget >/dev/null 2>&1; then np_wget "$1" "$2"
  elif [ -x /usr/lib/apt/apt-helper ]; then
    np_proxied timeout 600 /usr/lib/apt/apt-helper -o Acquire::Retries=0 -o Acquire::http::Timeout=30 -o Acquire::https::Timeout=30 download-file "$1" "$2"
  else
    echo 'neither curl nor wget is on this host; install one of them' >&2
    return 1
  fi
}
# np_wget URL FILE: wget would follow a redirect from https to http. So it follows none, and the way of one is read here.
np_wget() {
  np_at=$1 np_hops=0
  while np_said=$NP_RUN/wget && ! np_proxied timeout 600 wget -nv -S --max-redirect=0 -t 1 -T 30 -O "$2" "$np_at" >"$np_said" 2>&1; do
    np_to=$(sed -n 's/^ *[Ll]ocation: *\([^ ]*\).*/\1/p' "$np_said" | tr -d '\r' | tail -n 1)
    np_hops=$((np_hops + 1))
    case $np_to in
      https://* | http://*) ;;
      //*) np_to=${np_at%%:*}:$np_to ;;
      /*) np_root=${np_at#*://} np_to=${np_at%%:*}://${np_root%%/*}$np_to ;;
      *) np_to= ;;
    esac
    case $np_at,$np_to in
      *, | http:*,*) ;;
      *,https:*) ;;
      *) printf '%s\n' "$1 is redirected to plain http: $np_to" >&2; return 1 ;;
    esac
    [ -n "$np_to" ] && [ "$np_hops" -lt 10 ] || { grep -v '^  ' "$np_said" >&2; return 1; }
    np_at=$np_to
  done
}
# np_of_proxy: $np_cause is about the proxy of cluster.yaml. Some proxies answer 401 where they should 407.
np_of_proxy() {
  [ -f /etc/nodeprep/proxy.env ] || return 1
  case $np_cause in *' 401'* | *' 407'* | *'from proxy'* | *'resolve proxy'*) ;; *) return 1 ;; esac
}
# What can be done about $np_cause, as the end of a message.
np_remedy() {
  ! np_of_proxy || { echo '; see that this host can reach the proxy, and spec.proxy with its auth in cluster.yaml'; return; }
  case $np_cause in
    *'No space left'*) ;;
    *PUBKEY* | *SIG* | *KEYEXPIRED*) echo '; signed by another key, or one that has expired: see the key of that repository' ;;
    *'invalid since'* | *'invalid for another'* | *certificate*) printf '%s\n' "; the clock of this host says $(date -u +%FT%TZ)" ;;
    *resolv* | *name\ or\ service* | *'unable to resolve'*) echo '; names are not resolved on this host: see /etc/resolv.conf' ;;
    *) echo '; see that this host can reach that URL, and mirror in cluster.yaml' ;;
  esac
}
# np_pull IMAGE: by crictl, into the store of the runtime that it speaks to. Fails the step with what can be done.
np_pull() {
  np_retry 3 crictl pull "$1" || np_fail "image $1 could not be pulled: $np_cause$(np_pull_remedy)"
}
np_pull_remedy() {
  case $np_cause in
    *'No space left'*) ;;
    *'unknown authority'* | *'unable to get local issuer'*)
      echo '; its certificate is by an authority that this host does not know: give the certificate of that as caFile, at that registry or mirror in spec.registries of cluster.yaml' ;;
    *'certificate has expired'* | *'not yet valid'*) printf '%s\n' "; the clock of this host says $(date -u +%FT%TZ)" ;;
    *'tls: bad certificate'* | *'tls: certificate required'*)
      echo '; it requires a client certificate, or a different one: see clientCert of that registry or mirror in spec.registries of cluster.yaml' ;;
    *x509:*) echo '; its certificate is not good for that name or use: see the URL of that registry or mirror in spec.registries of cluster.yaml' ;;
    *roxyconnect* | *'Proxy Authentication'*) echo '; see that this host can reach the proxy, and spec.proxy in cluster.yaml' ;;
    *'no such host'*) echo '; names are not resolved on this host: check /etc/resolv.conf, and the names in spec.registries of cluster.yaml' ;;
    *' 401 '* | *' 403 '* | *nauthorized* | *'authorization failed'* | *'authentication required'* | *'invalid username/password'* | *'no basic auth'* | *'access denied'* | *'access to the resource is denied'* | *' 401' | *' 403')
      echo '; authentication failed: see auth of that registry or mirror in spec.registries of cluster.yaml' ;;
    *'manifest unknown'* | *'name unknown'* | *'not found'* | *' 404 '* | *' 404,'*) echo '; no registry that was asked has it: see spec.registries of cluster.yaml' ;;
    *) echo '; see that this host can reach that registry, and spec.registries of cluster.yaml' ;;
  esac
}
