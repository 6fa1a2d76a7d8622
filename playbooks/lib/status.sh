# What `nodeprep status` is told by a host: lines of KEY and words. What cannot be found out is left out. Nothing is changed.
np_pki=/etc/kubernetes/pki
# np_status_tell COMMAND…: what it prints, as printable ASCII.
np_status_tell() { "$@" 2>/dev/null | tr -cd ' -~\n'; }
# np_status_host SOCKET UNIT: what this host alone knows. SOCKET is that of the runtime that kubelet is pointed at.
np_status_host() {
  np_status_units "$2"
  np_status_kubelet
  np_status_runtime "$1"
  df -kP /var | awk 'NR == 2 { print "var", $2, $4 }'
  np_status_certificates
  np_status_pending
}
# Lines `unit NAME STATE`, as systemd calls it.
np_status_units() {
  for np_unit in kubelet "$1"; do
    np_state=$(systemctl is-active "$np_unit")
    printf '%s\n' "unit $np_unit ${np_state:-unknown}"
  done
}
# `kubeletCgroupDriver` by which kubelet works now: the last such argument counts, or else its configuration file.
np_status_kubelet() {
  np_pid=$(systemctl show -p MainPID kubelet) && np_arguments=$(tr '\0' ' ' <"/proc/${np_pid#MainPID=}/cmdline") || return 0
  case $np_arguments in
    *--cgroup-driver=*) np_driver=${np_arguments##*--cgroup-driver=} np_driver=${np_driver%% *} ;;
    *) np_driver=$(sed -n 's/^cgroupDriver: *\([a-z]*\).*/\1/p' /var/lib/kubelet/config.yaml) ;;
  esac
  printf '%s\n' "kubeletCgroupDriver $np_driver"
}
# `cgroupDriver` and `sandboxImage` by which the runtime itself works now.
np_status_runtime() {
  case $1 in
    */crio.sock)
      np_config=$(np_crio_config) || return 0
      printf '%s\n' "$np_config" | sed -n 's/^ *cgroup_manager = "\([a-z]*\)".*/cgroupDriver \1/p; s/^ *pause_image = "\([^" ]*\)".*/sandboxImage \1/p'
      ;;
    */containerd.sock)
      np_info=$(crictl info | tr -d ' \n')
      case $np_info in *'"runtimeType":"'*) ;; *) return 0 ;; esac
      ! np_containerd_images "$np_info" || printf '%s\n' "sandboxImage $np_pause"
      np_not_by_systemd "$np_info"
      if [ -z "$np_names" ]; then echo 'cgroupDriver systemd'; else echo 'cgroupDriver cgroupfs'; fi
      ;;
  esac
}
# Lines `certificate FILE BASE64`: the first certificate of each file, which is of DER or, in a kubeconfig, of PEM. No keys.
np_status_certificates() {
  set --
  for np_file in "$np_pki"/*.crt "$np_pki"/etcd/*.crt "${np_pki%/*}"/*.conf /var/lib/kubelet/pki/kubelet-client-current.pem; do
    [ ! -f "$np_file" ] || set -- "$@" "$np_file"
  done
  [ $# -eq 0 ] || awk '
    FNR == 1 { on = 0; done = 0; der = "" }
    FILENAME ~ /[.]conf$/ { if ($1 == "client-certificate-data:") print "certificate", FILENAME, $2; next }
    done { next }
    /-BEGIN CERTIFICATE-/ { on = 1; next }
    /-END CERTIFICATE-/ { if (on) print "certificate", FILENAME, der; done = 1 }
    on { der = der $1 }' "$@"
}
# What has begun here and has not come to its end: a run that is at work now, and an upgrade.
np_status_pending() {
  np_lock=/run/nodeprep/lock
  if [ -r "$np_lock" ] && read -r np_id np_pid np_at _ np_who <"$np_lock" && np_alive "$np_pid" "$np_at"; then
    printf '%s\n' "run $np_id $np_who"
  fi
  [ ! -s "$np_upgrade/to" ] || { read -r np_said <"$np_upgrade/to" && printf '%s\n' "upgrade $np_said"; }
}
