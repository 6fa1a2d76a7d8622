# The network's manifest in the cluster.
np_cni=/etc/kubernetes/nodeprep/cni.yaml
# np_cni_said KIND: the digest of the manifest that was applied, $np_applied, and that of its objects then, $np_objects. False if the
# object that has them is not there. By its path, for kubectl would first ask for everything that the API server has.
np_cni_said() {
  case $1 in
    flannel) set -- /apis/apps/v1/namespaces/kube-flannel/daemonsets/kube-flannel-ds ;;
    *) set -- /api/v1/namespaces/kube-system/configmaps/nodeprep-cni ;;
  esac
  np_said=$(np_kubectl get --raw "$1") && np_applied=$(np_cni_note sha256) && np_objects=$(np_cni_note objects)
}
np_cni_note() { printf '%s\n' "$np_said" | sed -n "s/.*\"nodeprep\.dev\/$1\": *\"\([0-9a-f]*\)\".*/\1/p"; }
