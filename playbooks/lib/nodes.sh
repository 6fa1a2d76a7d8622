# The nodes of the cluster, asked for once. Lines of NAME "RUNTIME" "KUBELET" "READY" "REASON" "MESSAGE", quoted by kubectl so
# that no node can say a line of another.
np_nodes() {
  np_seen=$NP_NL$(np_kubectl get nodes -o 'go-template={{range .items}}{{.metadata.name}}{{with .status.nodeInfo}}{{printf " %q %q" .containerRuntimeVersion .kubeletVersion}}{{end}}{{range .status.conditions}}{{if eq .type "Ready"}}{{printf " %q %q %q" .status .reason .message}}{{end}}{{end}}{{"\n"}}{{end}}')$NP_NL
}
# np_node NAME: false if there is none; else $np_runtime, $np_kubelet, $np_ready, $np_said, which is its reason and message.
np_node() {
  case $np_seen in *"$NP_NL$1 "*) ;; *) return 1 ;; esac
  np_said=${np_seen#*"$NP_NL$1 "} np_said=${np_said%%"$NP_NL"*}
  np_runtime=${np_said%%\" *}; np_runtime=${np_runtime#\"} np_said=${np_said#*\" }
  np_kubelet=${np_said%%\" *}; np_kubelet=${np_kubelet#\"} np_said=${np_said#*\" }
  np_ready=${np_said%%\" *}; np_ready=${np_ready#\"} np_said=${np_said#*\" }
}
# np_node_up NAME CNI: it is Ready. With `cni: none` it may also lack a network and nothing else, as long as no node has one;
# kubelet makes a list, in brackets, of several reasons.
np_node_up() {
  np_node "$1" || return 1
  [ "$np_ready" != True ] || return 0
  [ "$2 $np_ready" = 'none False' ] && np_no_network || return 1
  case $np_said in *'" "'*'untime network not ready: NetworkReady=false reason:NetworkPluginNotReady '*) ;; *) return 1 ;; esac
  case $np_said in *'" "['*) return 1 ;; esac
}
np_no_network() { case $np_seen in *'" "True" "'*) return 1 ;; esac; }
# np_strangers NAMES: names the nodes that cluster.yaml does not have. What they are called comes from the cluster.
np_strangers() {
  np_count=0 np_odd=
  set -f; IFS=$NP_NL
  for np_line in $np_seen; do
    np_name=${np_line%% *}
    case " $1 " in *" $np_name "*) continue ;; esac
    np_count=$((np_count + 1))
    [ "$np_count" -le 10 ] || continue
    case $np_name in *[!a-z0-9.-]*) np_name='(a name that cannot be shown)' ;; esac
    np_odd="$np_odd, $np_name"
  done
  # Not what it was: an IFS that was unset would come back empty.
  set +f; unset IFS
  [ "$np_count" -gt 0 ] || return 0
  [ "$np_count" -le 10 ] || np_odd="$np_odd and $((np_count - 10)) more"
  np_warn "nodes in the cluster that are not in cluster.yaml: ${np_odd#, }. Add each to spec.hosts. To take it out of the cluster, run nodeprep remove cluster.yaml --limit NAME with it in the file, or --dead NAME if it is down for good"
}
# np_nodes_down CNI NAMES: says of each that is in the cluster why it is not Ready.
np_nodes_down() {
  for np_name in $2; do
    ! np_node "$np_name" || np_node_up "$np_name" "$1" || printf '%s\n' "$np_name is not Ready: $np_said"
  done
}
np_say_no_network() {
  ! np_no_network || np_warn 'the cluster has no network (cni: none): its nodes become Ready once one is installed'
}
