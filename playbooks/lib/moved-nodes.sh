# Nodes as the API server sees them, asked on a control plane.
np_api_answers() { np_kubectl get --raw /healthz; }
np_await_api() {
  np_wait 300 'waiting for the API server' np_api_answers ||
    np_fail 'the API server did not answer for 300 s: kubectl --kubeconfig /etc/kubernetes/admin.conf get nodes'
}
# np_node_says NAME: $np_was (schedulable, cordoned) and $np_stage (draining, drained) from our annotation; $np_cordoned (true or
# nothing), $np_runs (the scheme in its status), $np_ready, $np_cri.
np_node_says() {
  np_said=$(np_kubectl get node "$1" -o 'jsonpath={.metadata.annotations.nodeprep\.dev/runtime-migration}|{.spec.unschedulable}|{.status.nodeInfo.containerRuntimeVersion}|{.status.conditions[?(@.type=="Ready")].status}|{.metadata.annotations.kubeadm\.alpha\.kubernetes\.io/cri-socket}') || return 1
  np_note=${np_said%%|*} np_said=${np_said#*|}
  np_cordoned=${np_said%%|*} np_said=${np_said#*|}
  np_runs=${np_said%%|*} np_runs=${np_runs%%:*} np_said=${np_said#*|}
  np_ready=${np_said%%|*} np_cri=${np_said#*|}
  np_was=${np_note%%.*} np_stage=${np_note#*.}
}
# np_note_node NODE WAS.STAGE
np_note_node() { np_kubectl annotate --overwrite node "$1" "nodeprep.dev/runtime-migration=$2" >/dev/null; }
# np_drained NODE SCHEME: it runs by that already, or it is drained.
np_drained() {
  np_node_says "$1" && { [ "$np_runs" = "$2" ] || { [ "$np_stage" = drained ] && [ "$np_cordoned" = true ]; }; }
}
# np_gone_here: the pods of this very host are gone already, with the API server among them perhaps.
np_gone_here() { np_moving && { [ -e "$np_record/stopped" ] || [ -e "$np_record/left" ] || np_is_down kubelet; }; }
# np_is_back NODE SCHEME
np_is_back() { np_node_says "$1" && [ "$np_runs" = "$2" ] && [ "$np_ready" = True ]; }
# np_not_true: lines of NAME=STATUS that are not True; false if there are none.
np_not_true() { grep -v '=True$'; }
# Every control plane answers: its node and its static pods are Ready, and each member of etcd is healthy. Says what is not.
np_healthy() {
  np_api_answers >/dev/null || { echo 'the API server does not answer'; return 1; }
  np_ready_as='{range .items[*]}{.metadata.name}={.status.conditions[?(@.type=="Ready")].status}{"\n"}{end}'
  np_said=$(for np_role in master control-plane; do np_kubectl get nodes -l "node-role.kubernetes.io/$np_role" -o "jsonpath=$np_ready_as"; done
    np_kubectl -n kube-system get pods -l tier=control-plane -o "jsonpath=$np_ready_as")
  ! printf '%s\n' "$np_said" | grep . | np_not_true || { echo 'these nodes or pods are not Ready'; return 1; }
  # Each asks its own member of etcd, which answers only while it has its majority. kubeadm notes their addresses from 1.18 on.
  for np_server in $(np_kubectl -n kube-system get pods -l component=kube-apiserver \
    -o 'jsonpath={.items[*].metadata.annotations.kubeadm\.kubernetes\.io/kube-apiserver\.advertise-address\.endpoint}'); do
    np_kubectl --server "https://$np_server" get --raw /healthz/etcd >/dev/null ||
      { printf '%s\n' "the API server at $np_server does not get an answer from its member of etcd"; return 1; }
  done
}
