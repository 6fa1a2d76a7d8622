# Moving a node from one container runtime to another. $NP_STATE/migration is the record of it: `from` and `to` (sockets, or
# docker for dockershim), `kubelet` (its version), `cni`, `images`, `files/` with what is changed; `stopped` once the former
# runtime is off, `done` at the end; `left` once a rollback has the new one off.
np_record=$NP_STATE/migration
np_kubelet_files="/var/lib/kubelet/instance-config.yaml /var/lib/kubelet/config.yaml /var/lib/kubelet/kubeadm-flags.env /etc/default/kubelet /etc/sysconfig/kubelet"

# np_runtime_names SOCKET: its name, its units in the order they are stopped in, its scheme in a node's status, its program.
np_runtime_names() {
  case $1 in
    */crio.sock) np_title=CRI-O np_units=crio np_scheme=cri-o np_program=crio ;;
    */containerd.sock) np_title=containerd np_units=containerd np_scheme=containerd np_program=containerd ;;
    */cri-dockerd.sock) np_title=cri-dockerd np_units='cri-docker.socket cri-docker docker.socket docker' np_scheme=docker np_program=dockerd ;;
    docker | */dockershim.sock) np_title=Docker np_units='docker.socket docker' np_scheme=docker np_program=dockerd ;;
    *) np_title=$1 np_units='' np_scheme='' np_program=''; return 1 ;;
  esac
}
# /var/run is a link to /run, and unix:// may be there or not.
np_same_socket() {
  np_one=${1#unix://} np_other=${2#unix://}
  [ "${np_one#/var/run/}" = "$np_one" ] || np_one=/run/${np_one#/var/run/}
  [ "${np_other#/var/run/}" = "$np_other" ] || np_other=/run/${np_other#/var/run/}
  [ "$np_one" = "$np_other" ]
}
# np_cri_socket NODE: $np_cri, by which kubeadm knows the node's runtime; empty where it was never noted.
np_cri_socket() { np_cri=$(np_kubectl get node "$1" -o 'jsonpath={.metadata.annotations.kubeadm\.alpha\.kubernetes\.io/cri-socket}'); }
# $np_minor of the kubelet that is installed: its flags are what matters, not what cluster.yaml says.
np_kubelet_minor() {
  np_minor=$(kubelet --version) && np_minor=${np_minor#*v1.} && np_minor=${np_minor%%[!0-9]*} && [ -n "$np_minor" ] ||
    np_fail 'kubelet --version does not say its version'
}
# What is said last wins: kubelet takes its flags over its file, and KUBELET_EXTRA_ARGS comes after kubeadm's flags.
np_flag_value() {
  np_word=${1##*"$2"[= ]}
  np_word=${np_word#[\"\']}
  np_word=${np_word%%[\"\' ]*}
}
np_kubelet_socket() {
  np_socket=
  for np_file in $np_kubelet_files; do
    [ -r "$np_file" ] || continue
    while IFS= read -r np_line || [ -n "$np_line" ]; do
      case $np_line in
        '#'*) continue ;;
        containerRuntimeEndpoint:*) np_word=${np_line#*:} np_word=${np_word# } np_word=${np_word#[\"\']} np_word=${np_word%%[\"\' ]*} ;;
        *--container-runtime-endpoint[=\ ]*) np_flag_value "$np_line" --container-runtime-endpoint ;;
        *) continue ;;
      esac
      [ -z "$np_word" ] || np_socket=${np_word#unix://}
    done <"$np_file"
  done
  [ -z "$np_socket" ] || return 0
  np_kubelet_minor
  if [ "$np_minor" -lt 24 ]; then np_socket=docker
  elif [ "$np_minor" -ge 27 ]; then np_socket=/run/containerd/containerd.sock; fi
}
np_pointed_at() { np_kubelet_socket && np_same_socket "$np_socket" "$1"; }
# np_moving: a migration of this node began, and has not come to its end.
np_moving() { [ -s "$np_record/from" ] && [ ! -e "$np_record/done" ]; }
np_recorded() { read -r np_said <"$np_record/$1" && printf '%s\n' "$np_said"; }
# One that systemd is about to start again is not down.
np_is_down() { case $(systemctl show -p ActiveState "$1") in ActiveState=inactive | ActiveState=failed) ;; *) false ;; esac; }
np_first_network() {
  for np_file in /etc/cni/net.d/*; do
    case $np_file in *.conf | *.conflist | *.json) [ ! -f "$np_file" ] || { printf '%s\n' "${np_file##*/}"; return; } ;; esac
  done
}

# Images without which no control plane can come back: those of the static pods.
np_static_images() {
  for np_file in /etc/kubernetes/manifests/*.yaml /etc/kubernetes/manifests/*.yml; do
    [ ! -r "$np_file" ] || sed -nE "s/^ *(- )?image: *[\"']?([^\"' ]+).*/\2/p" "$np_file"
  done | sort -u
}
# np_write_record TO: beside its place and renamed when all of it is on the disk, so that there is a whole record or none.
np_write_record() {
  np_kubelet_socket
  np_runtime_names "$np_socket" || np_fail "this node's kubelet is pointed at ${np_socket:-nothing that is known}: nodeprep moves nodes from Docker, cri-dockerd, containerd and CRI-O"
  np_new=$np_record.new
  rm -rf "$np_new"
  mkdir -p "$np_new/files"
  printf '%s\n' "$np_socket" >"$np_new/from"
  printf '%s\n' "${1#unix://}" >"$np_new/to"
  kubelet --version >"$np_new/kubelet"
  np_first_network >"$np_new/cni"
  np_static_images >"$np_new/images"
  for np_file in $np_kubelet_files /etc/crictl.yaml; do
    [ -f "$np_file" ] || continue
    mkdir -p "$np_new/files${np_file%/*}"
    cp -p "$np_file" "$np_new/files$np_file"
  done
  sync
  rm -rf "$np_record.old"
  [ ! -e "$np_record" ] || mv "$np_record" "$np_record.old"
  mv "$np_new" "$np_record"
  np_sync "$NP_STATE"
  rm -rf "$np_record.old"
}
# At once, so that no half of it is taken for a whole.
np_forget_record() {
  rm -rf "$np_record.old"
  mv "$np_record" "$np_record.old"
  np_sync "$NP_STATE"
  rm -rf "$np_record.old"
}
