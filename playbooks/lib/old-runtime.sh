# The runtime that a node leaves.
# np_units_off UNITS…: none runs, and none starts at boot.
np_units_off() {
  for np_each; do
    ! systemctl is-active -q "$np_each" || return 1
    case $(systemctl is-enabled "$np_each" 2>/dev/null) in enabled | enabled-runtime) return 1 ;; esac
  done
}
# np_off UNITS…: those that there are.
np_off() {
  for np_each; do
    ! systemctl cat "$np_each" >/dev/null 2>&1 || systemctl disable --now "$np_each"
  done
}
# Containers of pods run, whatever started them.
np_pods_run() { find /sys/fs/cgroup -path '*kubepods*' -name cgroup.procs -exec cat {} + 2>/dev/null | grep -q .; }
# np_empty SOCKET: no pods of this runtime run any more. One that is down has to be started for that.
np_empty() {
  np_runtime_names "$1"
  np_main=
  for np_each in $np_units; do ! systemctl cat "$np_each" >/dev/null 2>&1 || np_main=$np_each; done
  [ -n "$np_main" ] || return 0
  if np_is_down "$np_main" && ! systemctl start "$np_main"; then
    ! np_pods_run || np_fail "$np_title does not start, so that its pods cannot be removed: see journalctl -u $np_main, or reboot this host and run this again"
    return 0
  fi
  np_no_pods "$1"
}
# np_no_pods SOCKET: removes what kubelet made by this runtime; those of etcd and the API server last, for networks ask it.
np_no_pods() {
  case $1 in
    docker | */dockershim.sock | */cri-dockerd.sock)
      for np_id in $(docker ps -aq --filter name=^/k8s_); do docker rm -f "$np_id" || :; done
      [ -z "$(docker ps -q --filter name=^/k8s_)" ] || np_fail "pods are left that Docker does not remove: see docker ps"
      return
      ;;
  esac
  np_wait 60 "waiting for $np_title to answer" crictl --runtime-endpoint "unix://$1" version ||
    np_fail "$np_title does not answer at $1, so that its pods cannot be removed: see journalctl -u $np_main"
  for np_turn in 1 2 3 4 5; do
    np_ids=$(crictl --runtime-endpoint "unix://$1" pods -q)
    [ -n "$np_ids" ] || return 0
    np_last=$(crictl --runtime-endpoint "unix://$1" pods | awk '/ (etcd|kube-apiserver)-/ { print $1 }') || :
    np_say "removing the pods of $np_title: $(printf '%s\n' "$np_ids" | wc -l) left"
    for np_id in $np_ids; do
      case " $(printf '%s ' $np_last) " in *" $(printf %.13s "$np_id")"*) continue ;; esac
      np_no_pod "$1" "$np_id"
    done
    for np_id in $np_last; do np_no_pod "$1" "$np_id"; done
  done
  np_ids=$(crictl --runtime-endpoint "unix://$1" pods -q)
  [ -z "$np_ids" ] || np_fail "pods are left that $np_title does not remove: crictl --runtime-endpoint unix://$1 pods"
}
np_no_pod() {
  crictl --runtime-endpoint "unix://$1" stopp "$2" >/dev/null || :
  crictl --runtime-endpoint "unix://$1" rmp -f "$2" >/dev/null || :
}
# np_carry IMAGE FROM TO: for images that no registry has any more.
np_carry() {
  np_tar=$np_record/image.tar
  rm -f "$np_tar"
  case $2 in
    */containerd.sock) ctr -n k8s.io images export "$np_tar" "$1" ;;
    */crio.sock) podman save -o "$np_tar" "$1" || skopeo copy "containers-storage:$1" "docker-archive:$np_tar:$1" ;;
    *) docker save -o "$np_tar" "$1" ;;
  esac && case $3 in
    */containerd.sock) ctr -n k8s.io images import "$np_tar" ;;
    *) podman load -i "$np_tar" || skopeo copy "docker-archive:$np_tar" "containers-storage:$1" ;;
  esac && np_carried=0 || np_carried=1
  rm -f "$np_tar"
  return "$np_carried"
}
# The files that the record has, and none that it has not.
np_restored() {
  for np_each in $np_kubelet_files /etc/crictl.yaml; do
    if [ -e "$np_record/files$np_each" ]; then cmp -s "$np_record/files$np_each" "$np_each" || return 1
    else [ ! -e "$np_each" ] || return 1; fi
  done
}
np_restore() {
  for np_each in $np_kubelet_files /etc/crictl.yaml; do
    if [ ! -e "$np_record/files$np_each" ]; then rm -f "$np_each"; continue; fi
    cmp -s "$np_record/files$np_each" "$np_each" ||
      np_write "$np_each" "$(stat -c %a "$np_record/files$np_each")" root root <"$np_record/files$np_each"
  done
}
