# The network of the cluster, as the API server of a control plane tells of it.
# np_address_number ADDRESS: an IPv4 address as a number, in $np_number.
np_address_number() {
  np_number=0 np_rest=$1.
  while [ -n "$np_rest" ]; do np_number=$((np_number * 256 + ${np_rest%%.*})) np_rest=${np_rest#*.}; done
}
# np_in_subnet ADDRESS SUBNET: true when the IPv4 address is in the subnet.
np_in_subnet() {
  np_address_number "$1"
  np_one=$np_number np_bits=$((32 - ${2#*/}))
  np_address_number "${2%/*}"
  [ $((np_one >> np_bits)) -eq $((np_number >> np_bits)) ]
}
# np_uses_pod_cidr FOLDER: true when pods get addresses of the podCIDR of their node by the first configuration there, as flannel
# and host-local give them. Calico and Cilium have subnets of their own.
np_uses_pod_cidr() {
  for np_file in "$1"/*; do
    case $np_file in
      *.conf | *.conflist | *.json) [ ! -f "$np_file" ] || { grep -Eq '"(flannel|host-local)"' "$np_file"; return; } ;;
    esac
  done
  return 1
}
# np_pods_outside: prints each pod whose IPv4 address is outside the podCIDR of its node. Pods in the host's network have its address.
np_pods_outside() {
  np_cidrs=" $(np_kubectl get nodes -o 'jsonpath={range .items[*]}{.metadata.name}={.spec.podCIDR} {end}')" &&
  np_pods=$(np_kubectl get pods --all-namespaces --field-selector status.phase=Running -o 'jsonpath={range .items[*]}{.spec.hostNetwork},{.spec.nodeName},{.status.podIP},{.metadata.namespace}/{.metadata.name}{"\n"}{end}') || return 1
  printf '%s\n' "$np_pods" | while IFS=, read -r np_host np_node np_ip np_pod; do
    [ "$np_host" != true ] || continue
    case $np_cidrs in *" $np_node="*) ;; *) continue ;; esac
    np_cidr=${np_cidrs#*" $np_node="}
    np_cidr=${np_cidr%% *}
    case ${np_cidr:-:}${np_ip:-:} in *:*) continue ;; esac
    np_in_subnet "$np_ip" "$np_cidr" || printf '%s\n' "$np_pod on $np_node has address $np_ip, outside the node's podCIDR $np_cidr"
  done
}
# np_kubelets_cut: prints each node that is Ready, and whose kubelet the API server cannot reach.
np_kubelets_cut() {
  np_nodes=$(np_kubectl get nodes -o 'jsonpath={range .items[*]}{.metadata.name} {.status.conditions[?(@.type=="Ready")].status}{"\n"}{end}') || return 1
  printf '%s\n' "$np_nodes" | while read -r np_node np_ready; do
    [ "$np_ready" = True ] || continue
    np_said=$(np_kubectl_long --request-timeout 5s get --raw "/api/v1/nodes/$np_node/proxy/healthz" 2>&1 </dev/null) ||
      printf '%s\n' "port 10250 of $np_node cannot be reached from the control plane: $(printf '%s' "$np_said" | tail -n 1 | cut -c 1-300)"
  done
}
# np_shared_addresses: prints each address that two nodes have.
np_shared_addresses() {
  np_nodes=$(np_kubectl get nodes -o 'jsonpath={range .items[*]}{.metadata.name}{range .status.addresses[?(@.type=="InternalIP")]} {.address}{end}{"\n"}{end}') || return 1
  np_seen=' '
  printf '%s\n' "$np_nodes" | while read -r np_node np_ips; do
    for np_ip in $np_ips; do
      case $np_seen in
        *" $np_ip="*)
          np_other=${np_seen#*" $np_ip="}
          printf '%s\n' "nodes ${np_other%% *} and $np_node both have address $np_ip"
          ;;
      esac
      np_seen="$np_seen$np_ip=$np_node "
    done
  done
}
# np_dns_address: prints the address of the cluster's DNS, or nothing where it has none of its own.
np_dns_address() { np_kubectl -n kube-system get service kube-dns --ignore-not-found -o 'jsonpath={.spec.clusterIP}'; }
# np_dns_serves: true when a pod of the cluster's DNS is ready.
np_dns_serves() {
  np_serving=$(np_kubectl -n kube-system get endpoints kube-dns -o 'jsonpath={.subsets[*].addresses[*].ip}') && [ -n "$np_serving" ]
}
# np_dns_why: prints what the pods of the cluster's DNS are at, and the last words of those that are not ready.
np_dns_why() {
  np_pods=$(np_kubectl -n kube-system get pods -l k8s-app=kube-dns -o 'jsonpath={range .items[*]}{.metadata.name} {.status.containerStatuses[0].ready} {.status.phase} {.status.containerStatuses[0].state.waiting.reason}{"\n"}{end}') || return 0
  [ -n "$np_pods" ] || printf '%s\n' 'there is no pod with the label k8s-app=kube-dns in kube-system'
  printf '%s\n' "$np_pods" | while read -r np_pod np_ready np_state; do
    [ -n "$np_pod" ] && [ "$np_ready" != true ] || continue
    np_last=$(np_kubectl -n kube-system logs --previous --tail=1 "$np_pod" 2>/dev/null </dev/null) ||
      np_last=$(np_kubectl -n kube-system logs --tail=1 "$np_pod" 2>/dev/null </dev/null) || np_last=
    printf '%s\n' "$np_pod is not ready: ${np_state:-$np_ready}${np_last:+; its log ends with: $np_last}"
  done
}
