# The control planes, asked on one of them.
np_api_answers() { np_kubectl get --raw /healthz >/dev/null; }
np_await_api() {
  np_wait 300 'waiting for the API server' np_api_answers ||
    np_fail 'the API server did not answer for 300 s: kubectl --kubeconfig /etc/kubernetes/admin.conf get nodes'
}
# np_not_true: lines of NAME=STATUS that are not True; false if there are none.
np_not_true() { grep -v '=True$'; }
# Every control plane answers: its node and its static pods are Ready, and each member of etcd is healthy. Says what is not.
np_healthy() {
  np_api_answers || { echo 'the API server does not answer'; return 1; }
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
# np_cluster_endpoint: prints the name or address, without the port, that nodes reach the API server at.
np_cluster_endpoint() {
  np_said=$(np_kubectl -n kube-public get configmap cluster-info -o 'jsonpath={.data.kubeconfig}') || return 1
  printf '%s\n' "$np_said" | sed -n 's|^ *server: https://\[*\([^]/]*\)|\1|p' | sed 's/\]*:[0-9]*$//' | grep .
}
