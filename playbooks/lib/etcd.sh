# Members of etcd, asked over HTTP with the certificate that its probes had: images of it need not have etcdctl, nor hosts curl,
# but socat is on every node.
np_etcd_pki=/etc/kubernetes/pki/etcd
# np_etcd_say SECONDS IDLE HOST:PORT METHOD PATH BODY: prints the answer as it comes, for SECONDS at most, IDLE without a word.
np_etcd_say() {
  printf '%s %s HTTP/1.0\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %s\r\n\r\n%s' "$4" "$5" "${#6}" "$6" |
    timeout "$1" socat -T "$2" -,ignoreeof "OPENSSL:$3,connect-timeout=5,commonname=localhost,cafile=$np_etcd_pki/ca.crt,cert=$np_etcd_pki/healthcheck-client.crt,key=$np_etcd_pki/healthcheck-client.key" 2>/dev/null
}
# np_etcd HOST:PORT METHOD PATH BODY: prints the body of the answer.
np_etcd() { np_etcd_say 15 10 "$@" | head -c 65536 | tr -d '\r' | sed '1,/^$/d'; }
# np_etcd_answers URL: that member is up and has a leader.
np_etcd_answers() { case $(np_etcd "${1#https://}" GET /health '') in *'"health":"true"'*) ;; *) return 1 ;; esac; }
# $np_own_etcd: where this host's own member answers; false where it has none, as with etcd elsewhere.
np_own_etcd() {
  np_own_etcd=$(sed -n 's|.*--listen-client-urls=https://\([^,]*\).*|\1|p' /etc/kubernetes/manifests/etcd.yaml 2>/dev/null) && [ -n "$np_own_etcd" ]
}
np_own_etcd_answers() { ! np_own_etcd || np_etcd_answers "$np_own_etcd"; }
# np_etcd_members: lines of ID NAME CLIENT-URL, - for what a member that never started has not. Before 3.4 the path was another.
np_etcd_members() {
  for np_path in /v3 /v3beta; do
    np_etcd "$np_own_etcd" POST "$np_path/cluster/member/list" '{}' | tr '{' '\n' | awk '
      function word(key, skip) { return match($0, "\"" key "\":" skip "\"[^\"]*\"") ? substr($0, RSTART + length(key) + 4 + (skip != ""), RLENGTH - length(key) - 5 - (skip != "")) : "" }
      /^"ID":"[0-9]+"/ {
        name = word("name", ""); url = word("clientURLs", "[[]")
        gsub(/[^A-Za-z0-9.-]/, "?", name); gsub(/[^][A-Za-z0-9.:\/-]/, "", url)
        print word("ID", ""), name == "" ? "-" : name, url == "" ? "-" : url
      }' | grep . && return
  done
  return 1
}
# np_etcd_whole NAMES: each member answers. Else $np_stale is what is left of the hosts NAMES, that is of those that are to join,
# and of members that never started; $np_sick are others. $np_up of $np_total answer.
np_etcd_whole() {
  np_stale= np_sick= np_up=0 np_total=0
  np_own_etcd || return 0
  np_lines=$(np_etcd_members) || return 1
  set -f
  set -- "$1" $np_lines
  set +f
  np_names=$1
  shift
  while [ $# -ge 3 ]; do
    np_total=$((np_total + 1))
    if [ "$3" != - ] && np_etcd_answers "$3"; then np_up=$((np_up + 1))
    else
      case " $np_names - " in *" $2 "*) np_stale="$np_stale $1=$2" ;; *) np_sick="$np_sick $2" ;; esac
    fi
    shift 3
  done
  [ -z "$np_stale$np_sick" ]
}
# np_etcd_remove ID: one fewer member, of which those that answer have to be a majority before and after.
np_etcd_remove() {
  [ "$np_up" -gt $((np_total / 2)) ] && [ "$np_up" -gt $(((np_total - 1) / 2)) ] && np_etcd_drop "$1"
}
np_etcd_drop() {
  for np_path in /v3 /v3beta; do
    case $(np_etcd "$np_own_etcd" POST "$np_path/cluster/member/remove" "{\"ID\":\"$1\"}") in
      *'"members":'*) np_total=$((np_total - 1)); return ;;
    esac
  done
  return 1
}
# np_etcd_member NAME: $np_member is its id, empty where there is none of that name; $np_up of $np_total answer, $np_rest of the
# others than NAMES. False when this host's own member does not say.
np_etcd_member() {
  np_member= np_up=0 np_total=0 np_rest=0 np_stay=0 np_named=$1 np_names=${2-}
  np_own_etcd || return 0
  np_lines=$(np_etcd_members) || return 1
  set -f
  set -- $np_lines
  set +f
  while [ $# -ge 3 ]; do
    np_total=$((np_total + 1)) np_stays=1
    [ "$2" != "$np_named" ] || np_member=$1
    case " $np_names " in *" $2 "*) np_stays=0 ;; esac
    np_stay=$((np_stay + np_stays))
    if [ "$3" != - ] && np_etcd_answers "$3"; then np_up=$((np_up + 1)) np_rest=$((np_rest + np_stays)); fi
    shift 3
  done
}
# np_etcd_spares NAME NAMES: there is no member NAME, or those that answer are a majority now, and of those that stay without NAMES.
np_etcd_spares() {
  np_etcd_member "$1" "$2" &&
    { [ -z "$np_member" ] || { [ "$np_up" -gt $((np_total / 2)) ] && [ "$np_rest" -gt $((np_stay / 2)) ]; }; }
}
