# What containerd says of itself.
# np_not_by_systemd INFO: puts into $np_names the runtimes whose pods get cgroups past systemd, of those that know the option.
# INFO is what `crictl info` says, without blanks and newlines; the options of a runtime follow its type there.
np_not_by_systemd() {
  np_names= np_before=${1%%'"runtimes":{'*} np_rest=${1#"$np_before"}
  while :; do
    case $np_rest in *'"runtimeType":"'*) ;; *) return 0 ;; esac
    np_before=${np_rest%%'":{"runtimeType":"'*} np_rest=${np_rest#*'"runtimeType":"'}
    case ${np_rest%%'"runtimeType":"'*} in
      io.containerd.runc.v[12]'"'*'"SystemdCgroup":true'*) ;;
      io.containerd.runc.v[12]'"'*) np_names="$np_names ${np_before##*'"'}" ;;
    esac
  done
}
