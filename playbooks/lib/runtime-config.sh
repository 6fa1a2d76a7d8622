# What a container runtime itself says of the configuration that it runs with.
# np_crio_config: prints it, of CRI-O, in TOML: by curl where there is one, or CRI-O's own client, whose name has changed.
np_crio_config() {
  curl -sf --max-time 5 --unix-socket /var/run/crio/crio.sock http://crio/config || crio-status config || crio status config
}
# np_containerd_images INFO: puts the sandbox image of containerd into $np_pause, and its folders for registries into $np_certs. INFO is
# as for np_not_by_systemd: 1.x tells all of it; 2.x keeps what concerns images to itself, where its configuration as it has read it counts.
np_containerd_images() {
  case $1 in
    *'"sandboxImage":"'*)
      np_pause=${1#*'"sandboxImage":"'} np_pause=${np_pause%%'"'*}
      np_certs=${1#*'"configPath":"'} np_certs=${np_certs%%'"'*}
      ;;
    *)
      np_dump=$(containerd config dump | tr -d " \t\"'") &&
        np_pause=$(printf '%s\n' "$np_dump" | sed -n 's/^sandbox=//p') &&
        np_certs=$(printf '%s\n' "$np_dump" | sed -n '/^\[plugins\.io\.containerd\.cri\.v1\.images\.registry\]$/,/^\[/ s/^config_path=//p')
      ;;
  esac
}
# np_crio_differs LINE…: for plans, which of these lines its configuration does not have, and the files that win over nodeprep's.
np_crio_differs() {
  np_config=$(np_crio_config) || return 0
  for np_line; do
    case $np_config in *"$np_line"*) continue ;; esac
    np_key=${np_line%% *}
    np_is=$(printf '%s\n' "$np_config" | sed -n "s/^[[:blank:]]*$np_key = //p" | head -n 1)
    np_tell "CRI-O runs with $np_key" "$np_is" "${np_line#*= }"
    np_tell_later 20-nodeprep.conf "^[[:blank:]]*$np_key[[:blank:]]*=" /etc/crio/crio.conf.d/*
  done
}
