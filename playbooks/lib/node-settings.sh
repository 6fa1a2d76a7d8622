# Labels, annotations and taints of nodes, as cluster.yaml has them. Which of them nodeprep has set is in the annotation
# nodeprep.dev/set of each node, as label:KEY, annotation:KEY and taint:KEY:EFFECT, so that one that cluster.yaml no longer has is
# taken off, and what others have set stays. These functions take NODES, the names of the nodes that may be changed; MEMBERS, those
# that have to be there; and WANTED, lines of «want NODE label:KEY=HEX …». Values are in hex: they may hold anything.

# All nodes in one request, in the words of WANTED. A taint may say since when it is there. «end» comes last, if all was told.
np_settings_template='{{range .items}}node {{.metadata.name}} {{.metadata.resourceVersion}}{{range $key, $value := .metadata.labels}} label:{{$key}}={{printf "%x" $value}}{{end}}{{range $key, $value := .metadata.annotations}} annotation:{{$key}}={{printf "%x" $value}}{{end}}{{range .spec.taints}} taint:{{.key}}:{{.effect}}={{with .value}}{{printf "%x" .}}{{end}}{{with .timeAdded}}@{{.}}{{end}}{{end}}{{"\n"}}{{end}}end{{"\n"}}'
# np_settings check|changes|patches|missing NODES MEMBERS WANTED: see np_settings_compare. Before there is a cluster it has no nodes.
np_settings() {
  {
    printf '%s\n' "nodes $2" "members $3" "$4"
    if [ -e /etc/kubernetes/admin.conf ]; then np_kubectl get nodes -o "go-template=$np_settings_template"; else echo end; fi
  } | np_settings_compare "$1"
}
# np_settings_there NODES MEMBERS WANTED: no node is missing; $np_gone has the names of those that are, if the API server answers.
np_settings_there() { np_gone=$(np_settings missing "$@") && [ -z "$np_gone" ]; }
# np_settings_patch NODES MEMBERS WANTED: one request for each node that differs. False if one failed, which looking again may help.
np_settings_patch() {
  np_patches=$(np_settings patches "$@") || return 1
  [ -n "$np_patches" ] || return 0
  printf '%s\n' "$np_patches" | (
    np_all=0
    while read -r np_node np_patch; do
      np_kubectl patch node "$np_node" --type merge --patch "$np_patch" </dev/null || np_all=1
    done
    exit "$np_all"
  )
}
# np_settings_apply NODES MEMBERS WANTED. The mark tells later runs that nodes may have something to be taken off.
np_settings_apply() {
  [ -e "$NP_STATE/node-settings" ] || np_mark node-settings
  np_gone=
  np_wait 60 'waiting for the nodes to register' np_settings_there "$@" || {
    [ -n "$np_gone" ] || np_fail 'the API server does not answer: kubectl --kubeconfig /etc/kubernetes/admin.conf get nodes'
    np_fail "not in the cluster, although the hosts have joined one: $np_gone. See journalctl -u kubelet there. If its node was deleted, restart kubelet there"
  }
  np_tries=5
  until np_settings_patch "$@"; do
    np_tries=$((np_tries - 1))
    [ "$np_tries" -gt 0 ] || np_fail 'the API server refuses labels, annotations or taints of cluster.yaml; it says above why'
    np_nap 1
  done
}
