# What kubelet's files have to say when it is pointed at another runtime, by version.
# What only dockershim understood; all of it was removed in 1.24.
np_docker_flags='network-plugin-mtu|network-plugin|cni-bin-dir|cni-conf-dir|cni-cache-dir|docker|docker-[a-z-]+|image-pull-progress-deadline|experimental-dockershim[a-z-]*'
# np_without FLAGS: takes them and their values out of stdin.
np_without() { sed -E "/^#/!{
s/--($1)(=[^\"'[:space:]]*|[[:space:]]+[^-\"'[:space:]][^\"'[:space:]]*)?[[:space:]]+//g
s/ *--($1)(=[^\"'[:space:]]*|[[:space:]]+[^-\"'[:space:]][^\"'[:space:]]*)?([\"']|\$)/\3/g
}"; }
np_said_flag() { grep -qsE "^[^#]*--$2([= ]|[\"']|\$)" "$1"; }
np_set_flag() { sed -E "/^#/!s|--$1[= ][\"']?[^\"'[:space:]]*[\"']?([[:space:]\"]\|\$)|--$1=$2\1|g"; }
# np_first_flag FLAG: put before those that kubeadm wrote.
np_first_flag() { sed -E "s|^(KUBELET_KUBEADM_ARGS=[\"']?)|\1$1 |; s/ +([\"']?)\$/\1/"; }
# Where the endpoint belongs. From 1.34 on kubeadm keeps it in instance-config.yaml, which it merges into config.yaml.
np_kubelet_places() {
  np_flags=/var/lib/kubelet/kubeadm-flags.env np_by_flag=no np_by_file=no
  np_kubelet_minor
  if np_said_flag "$np_flags" container-runtime-endpoint || { [ "$np_minor" -lt 34 ] && [ ! -e /var/lib/kubelet/instance-config.yaml ]; }; then
    np_by_flag=yes
  fi
  if [ "$np_by_flag" = no ] || [ -e /var/lib/kubelet/instance-config.yaml ]; then np_by_file=yes; fi
}
# The cgroup driver that kubelet goes by, from what is said last.
np_cgroup_driver() {
  np_driver=cgroupfs
  for np_file in $np_kubelet_files /etc/systemd/system/kubelet.service.d/*.conf; do
    [ -r "$np_file" ] || continue
    while IFS= read -r np_line || [ -n "$np_line" ]; do
      case $np_line in
        '#'*) ;;
        cgroupDriver:*) np_driver=${np_line#*:} np_driver=${np_driver# } np_driver=${np_driver#[\"\']} np_driver=${np_driver%%[\"\' ]*} ;;
        *--cgroup-driver[=\ ]*) np_flag_value "$np_line" --cgroup-driver; np_driver=$np_word ;;
      esac
    done <"$np_file"
  done
}
# np_kubelet_text FILE TO: what has to be in one of kubelet's files; after np_kubelet_places and np_cgroup_driver. What is
# right already stays byte for byte.
np_kubelet_text() {
  case $1 in
    *.yaml)
      np_own=$(sed -nE "s/^containerRuntimeEndpoint: *[\"']?([^\"' ]*).*/\1/p" "$1" 2>/dev/null) || :
      np_edit=
      if [ "$np_by_file" = yes ] || [ -n "$np_own" ]; then
        np_same_socket "$np_own" "$2" || np_edit="s|^containerRuntimeEndpoint:.*|containerRuntimeEndpoint: \"unix://${2#unix://}\"|"
      fi
      [ "$np_driver" = systemd ] || np_edit="$np_edit
s/^cgroupDriver:.*/cgroupDriver: systemd/"
      [ ! -e "$1" ] || sed "$np_edit" "$1"
      if [ "$np_by_file" = yes ] && ! grep -qs '^containerRuntimeEndpoint:' "$1"; then
        printf 'containerRuntimeEndpoint: "unix://%s"\n' "${2#unix://}"
      fi
      ;;
    *)
      np_out=$np_docker_flags
      [ "$np_minor" -lt 27 ] || np_out="$np_out|container-runtime"
      [ "$np_minor" -lt 35 ] || np_out="$np_out|pod-infra-container-image"
      np_text=$(cat "$1" 2>/dev/null) || np_text='KUBELET_KUBEADM_ARGS=""'
      np_own=
      if np_said_flag "$1" container-runtime-endpoint; then
        np_flag_value "$(grep -E '^[^#]*--container-runtime-endpoint[= ]' "$1")" --container-runtime-endpoint
        np_own=$np_word
        np_same_socket "$np_own" "$2" || np_text=$(printf '%s\n' "$np_text" | np_set_flag container-runtime-endpoint "$2")
      elif [ "$1" = "$np_flags" ] && [ "$np_by_flag" = yes ]; then
        np_text=$(printf '%s\n' "$np_text" | np_first_flag "--container-runtime-endpoint=$2")
      fi
      if [ "$np_minor" -lt 27 ]; then
        np_said_flag "$1" container-runtime && np_text=$(printf '%s\n' "$np_text" | np_set_flag container-runtime remote) ||
          [ "$1" != "$np_flags" ] || np_text=$(printf '%s\n' "$np_text" | np_first_flag --container-runtime=remote)
      fi
      if [ "$np_driver" != systemd ]; then
        np_said_flag "$1" cgroup-driver && np_text=$(printf '%s\n' "$np_text" | np_set_flag cgroup-driver systemd) ||
          [ "$1" != "$np_flags" ] || grep -qs '^cgroupDriver:' /var/lib/kubelet/config.yaml ||
          np_text=$(printf '%s\n' "$np_text" | np_first_flag --cgroup-driver=systemd)
      fi
      printf '%s\n' "$np_text" | np_without "$np_out"
      ;;
  esac
}
# Is this one of kubelet's files that the change is about?
np_kubelet_file() {
  [ -e "$1" ] && return 0
  case $1 in
    */instance-config.yaml | */config.yaml) [ "$np_by_file" = yes ] ;;
    *) [ "$1" = "$np_flags" ] && [ "$np_by_flag" = yes ] ;;
  esac
}
np_repointed() {
  np_kubelet_places
  np_cgroup_driver
  for np_each in $np_kubelet_files; do
    np_kubelet_file "$np_each" || continue
    [ "$(np_kubelet_text "$np_each" "$1"; echo .)" = "$(cat "$np_each" 2>/dev/null; echo .)" ] || return 1
  done
}
np_repoint() {
  np_kubelet_places
  np_cgroup_driver
  for np_each in $np_kubelet_files; do
    np_kubelet_file "$np_each" || continue
    np_kubelet_text "$np_each" "$1" >"$NP_RUN/values/.kubelet"
    cmp -s "$NP_RUN/values/.kubelet" "$np_each" && continue
    np_mode=$(stat -c %a "$np_each" 2>/dev/null) || np_mode=0644
    np_write "$np_each" "$np_mode" root root <"$NP_RUN/values/.kubelet"
    printf '%s\n' "changed $np_each"
  done
  rm -f "$NP_RUN/values/.kubelet"
}
