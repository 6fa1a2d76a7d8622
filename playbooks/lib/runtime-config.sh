# What a container runtime itself says of the configuration that it runs with.
# np_crio_config: prints it, of CRI-O, in TOML: by curl where there is one, or CRI-O's own client, whose name has changed.
np_crio_config() {
  curl -sf --max-time 5 --unix-socket /var/run/crio/crio.sock http://crio/config || crio-status config || crio status config
}
# np_sandbox_image INFO: puts the sandbox image of containerd into $np_pause. INFO as for np_not_by_systemd; 2.x keeps the image to
# itself, where its configuration as it has read it counts.
np_sandbox_image() {
  case $1 in
    *'"sandboxImage":"'*) np_pause=${1#*'"sandboxImage":"'} np_pause=${np_pause%%'"'*} ;;
    *) np_pause=$(containerd config dump | tr -d " \t\"'" | sed -n 's/^sandbox=//p') ;;
  esac
}
