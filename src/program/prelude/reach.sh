# np_reaches HOST:PORT: a TCP connection comes about within 3 s; else $np_cause says why not. By socat, which is on every node.
np_reaches() {
  ! np_said=$(socat -u /dev/null "TCP:$1,connect-timeout=3" 2>&1) || return 0
  case $np_said in
    *efused*) np_cause='connection refused' ;;
    *'o route'* | *nreachable* | *rohibited*) np_cause='no route to host, or a firewall rejects it' ;;
    *'imed out'* | *'in progress'*) np_cause='no answer' ;;
    *'not known'* | *resol* | *'ddress associated'*) np_cause='the name is not resolved' ;;
    *) np_cause='no connection' ;;
  esac
  return 1
}
# np_filter CHAIN: $np_filter is what filters this host's INPUT or OUTPUT by default, '' for nothing that is known.
np_filter() {
  np_filter=
  if [ "$1" = INPUT ] && systemctl is-active -q firewalld 2>/dev/null; then np_filter=firewalld
  elif [ "$1" = INPUT ] && grep -qs '^ENABLED=yes' /etc/ufw/ufw.conf; then np_filter=ufw
  elif iptables -S "$1" 2>/dev/null | grep -Eqx -e "-P $1 DROP|-A $1 -j (DROP|REJECT.*)"; then np_filter=iptables
  elif nft list chains 2>/dev/null | grep -Eiq "hook $1 .*policy drop"; then np_filter=nftables
  fi
}
