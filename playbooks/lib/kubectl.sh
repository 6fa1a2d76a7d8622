# kubectl on a control plane, as the cluster's administrator. What it caches goes with the run; a program that only checks has
# no folder, and nobody can write below /proc.
# np_kubectl ARGS…: each request is answered within 15 s. For commands that wait themselves there is np_kubectl_long.
np_kubectl() { np_kubectl_long --request-timeout 15s "$@"; }
np_kubectl_long() {
  np_home=/proc
  [ ! -d "$NP_RUN/values" ] || np_home=$NP_RUN/values
  HOME=$np_home kubectl --kubeconfig /etc/kubernetes/admin.conf "$@"
}
# With what the kubelet of this host may do: a worker has no other.
np_as_kubelet() { np_kubectl --kubeconfig /etc/kubernetes/kubelet.conf "$@"; }
