# Rules and links that kube-proxy and the network of a cluster left on a host. Rules of others stay.
np_chains='(KUBE|CNI|FLANNEL|CILIUM|OLD_CILIUM|WEAVE|ANTREA|CRIO|OVN|cali|AZURE-NPM)[-_:][A-Za-z0-9_:.-]*'
# np_foreign_rules SUBNETS: stdin, as iptables-save prints it, without them.
np_foreign_rules() {
  awk -v chains="$np_chains" -v subnets="$1" 'BEGIN { n = split(subnets, subnet, /[ ,]+/) }
    $0 ~ "^:" chains || $0 ~ "^(\\[[0-9:]*\\] )?-A " chains || $0 ~ " -[jg] " chains "( |$)" || / "?(flanneld |cali:)/ { next }
    { for (i = 1; i <= n; i++) if (subnet[i] != "" && index($0 " ", " " subnet[i] " ")) next; print }'
}
# np_rules check|changes|apply SUBNETS: with both kinds of iptables, whichever are there.
np_rules() {
  for np_ip in iptables-nft ip6tables-nft iptables-legacy ip6tables-legacy iptables ip6tables; do
    command -v "$np_ip-save" >/dev/null && command -v "$np_ip-restore" >/dev/null || continue
    np_rules=$("$np_ip-save" -c 2>/dev/null | grep -v '^#') || continue
    np_others=$(printf '%s\n' "$np_rules" | np_foreign_rules "$2")
    [ "$np_rules" != "$np_others" ] || continue
    case $1 in
      check) return 1 ;;
      changes) printf '%s\n' "- $(($(printf '%s\n' "$np_rules" | wc -l) - $(printf '%s\n' "$np_others" | wc -l))) chains and rules of the cluster's in $np_ip" ;;
      apply) printf '%s\n' "$np_others" | "$np_ip-restore" -c || np_fail "$np_ip-restore failed, see above" ;;
    esac
  done
  command -v nft >/dev/null || return 0
  for np_table in 'ip kube-proxy' 'ip6 kube-proxy' 'ip flannel-ipv4' 'ip6 flannel-ipv6'; do
    nft list table $np_table >/dev/null 2>&1 || continue
    case $1 in
      check) return 1 ;;
      changes) printf '%s\n' "- nftables table $np_table" ;;
      apply) nft delete table $np_table ;;
    esac
  done
}
# np_links: prints those that were not there before.
np_links() {
  for np_link in $np_cluster_links /sys/class/net/cali* /sys/class/net/lxc[0-9a-f]* /sys/class/net/veth*; do
    np_link=${np_link##*/}
    [ ! -e "/sys/class/net/$np_link" ] || np_was_there "link $np_link" || printf '%s\n' "$np_link"
  done
}
# np_routes SUBNETS: prints routes to pods of other nodes.
np_routes() {
  ip -4 route show 2>/dev/null | while read -r np_to np_way; do
    for np_subnet in $(printf '%s' "$1" | tr ',' ' '); do
      case $np_to$np_subnet in *[!0-9./]* | 0.0.0.0/0*) continue ;; esac
      [ "${np_to#*/}" -ge "${np_subnet#*/}" ] 2>/dev/null && np_in_subnet "${np_to%/*}" "$np_subnet" || continue
      printf '%s\n' "$np_to"
    done
  done
}
# np_no_network_left check|changes|apply SUBNETS
np_no_network_left() {
  np_found=$(np_links)
  case $1 in
    check) [ -z "$np_found$(np_routes "$2")" ] || return 1 ;;
    changes)
      for np_link in $np_found; do printf '%s\n' "- link $np_link"; done
      np_routes "$2" | sed 's/^/- route /'
      ;;
    apply)
      case $np_found in *kube-ipvs0*)
        if command -v ipvsadm >/dev/null; then ipvsadm --clear
        else np_warn 'without ipvsadm the services of IPVS stay until the next reboot'; fi
        ;;
      esac
      for np_link in $np_found; do ip link delete "$np_link" 2>/dev/null || [ ! -e "/sys/class/net/$np_link" ] || np_fail "link $np_link cannot be deleted"; done
      for np_to in $(np_routes "$2"); do ip -4 route delete "$np_to"; done
      ;;
  esac
  np_rules "$@"
}
