# An upgrade of one node. $NP_STATE/upgrade is the record of it while it lasts: `to`, `packages` (what was installed), `repository`
# (where that came from), `kubeadm` once kubeadm is through on this node with the version that is in it.
np_upgrade=$NP_STATE/upgrade
# np_version_of NAME: version of kubelet or kubeadm.
np_version_of() {
  case $1 in kubeadm) np_is=$(kubeadm version -o short) ;; *) np_is=$(kubelet --version) ;; esac || return 1
  np_is=${np_is#*v}
}
# np_kubeadm_through VERSION: kubeadm has upgraded this node; without a record, a kubelet of that version says so.
np_kubeadm_through() {
  [ "$(cat "$np_upgrade/kubeadm" 2>/dev/null)" = "$1" ] ||
    { [ ! -e "$np_upgrade/to" ] && np_version_of kubelet && [ "$np_is" = "$1" ]; }
}
# np_pods_at VERSION: the static pods of Kubernetes itself are of that version.
np_pods_at() {
  for np_pod in kube-apiserver kube-controller-manager kube-scheduler; do
    grep -qE "^ *image: [^ ]*/$np_pod:v$1(@[^ ]*)?\$" "/etc/kubernetes/manifests/$np_pod.yaml" || return 1
  done
}
# np_pods_change VERSION: a diff of their images.
np_pods_change() {
  for np_pod in kube-apiserver kube-controller-manager kube-scheduler; do
    np_image=$(sed -n "s|^ *image: \([^ ]*/$np_pod:v[0-9.]*\).*|\1|p" "/etc/kubernetes/manifests/$np_pod.yaml" | head -n 1)
    [ "${np_image##*:v}" = "$1" ] || printf '%s\n' "- $np_image" "+ ${np_image%:v*}:v$1"
  done
}
np_upgrade_node() { kubeadm upgrade node || np_fail 'kubeadm upgrade node failed; it says above why. Run the same command again'; }
np_note_kubeadm() { printf '%s\n' "$1" | np_write "$np_upgrade/kubeadm" 0600 root root; }
# np_kubelet_runs VERSION: it was started from the file that is installed, and has not ended for ten seconds.
np_kubelet_runs() {
  np_version_of kubelet && [ "$np_is" = "$1" ] && systemctl is-active -q kubelet &&
    np_pid=$(systemctl show -p MainPID kubelet) && np_pid=${np_pid#MainPID=} &&
    case $(readlink "/proc/$np_pid/exe") in '' | *' (deleted)') false ;; esac &&
    np_started_at "$np_pid" && read -r np_up _ </proc/uptime && [ $((${np_up%.*} - NP_AT / 100)) -ge 10 ]
}
# np_note_former MANAGER VERSION: what is put back if kubelet does not start.
np_note_former() {
  mkdir -p -m 0700 "$np_upgrade/repository"
  case $1 in
    apt) dpkg-query -W -f '${Package}=${Version}\n' kubelet kubectl ;;
    *) rpm -q --qf '%{NAME}-%{VERSION}-%{RELEASE}\n' kubelet kubectl ;;
  esac >"$np_upgrade/packages"
  for np_file in /etc/apt/sources.list.d/nodeprep-kubernetes.list /etc/apt/keyrings/nodeprep-kubernetes.asc \
    /etc/yum.repos.d/nodeprep-kubernetes.repo /etc/pki/rpm-gpg/RPM-GPG-KEY-nodeprep-kubernetes; do
    [ ! -e "$np_file" ] || { printf '%s\n' "$np_file"; cp -p "$np_file" "$np_upgrade/repository/"; }
  done >"$np_upgrade/files"
  printf '%s\n' "$2" | np_write "$np_upgrade/to" 0600 root root
}
# np_former_packages MANAGER: the packages that were there, from where they came from.
np_former_packages() {
  while read -r np_file; do np_write "$np_file" 0644 root root <"$np_upgrade/repository/${np_file##*/}"; done <"$np_upgrade/files"
  set -- "$1" $(cat "$np_upgrade/packages")
  if [ "$1" = apt ]; then
    shift
    rm -f "$NP_RUN/apt-updated"
    np_apt_update
    np_apt_install --no-install-recommends --allow-change-held-packages --allow-downgrades "$@"
    apt-mark -q hold kubelet kubectl
  else
    shift
    rm -f "$NP_RUN/dnf-updated"
    np_dnf_update
    np_dnf --disableexcludes=all downgrade "$@"
  fi
  systemctl daemon-reload
  systemctl restart kubelet
}
# np_newer_version A B: A is newer.
np_newer_version() {
  [ "$1" != "$2" ] && [ "$(printf '%s\n' "$1" "$2" | sort -t . -k 1,1n -k 2,2n -k 3,3n | tail -n 1)" = "$1" ]
}
# np_upgrade_images VERSION ROLE REPOSITORY DNS: $np_images, which a node of that role needs; false with a kubeadm of another version.
np_upgrade_images() {
  np_version_of kubeadm && [ "$np_is" = "$1" ] &&
    np_images=$(kubeadm config images list --kubernetes-version "v$1" ${3:+--image-repository "$3"} 2>/dev/null) || return 1
  [ -z "$4" ] || np_images=$(printf '%s\n' "$np_images" | sed "s|^.*/coredns:|$4/coredns:|")
  # Those of kubelet and of the DaemonSet.
  [ "$2" != worker ] || np_images=$(printf '%s\n' "$np_images" | grep -E '/(kube-proxy|pause):')
  [ -n "$np_images" ]
}
# np_kube_proxy_at VERSION: where kubeadm runs it, all its pods are of that version and Ready.
np_kube_proxy_at() {
  np_said=$(np_kubectl -n kube-system get daemonsets -o 'jsonpath={range .items[?(@.metadata.name=="kube-proxy")]}{.spec.template.spec.containers[0].image}{" "}{.status.desiredNumberScheduled}/{.status.updatedNumberScheduled}/{.status.numberAvailable}{end}') || return 1
  [ -n "$np_said" ] || return 0
  case ${np_said%% *} in *":v$1" | *":v$1@"*) ;; *) return 1 ;; esac
  np_said=${np_said#* }
  np_wanted=${np_said%%/*}
  [ "$np_said" = "$np_wanted/$np_wanted/$np_wanted" ]
}
