# What a cluster left on a host, and what of it was there before the first apply: $NP_STATE/before/cluster has the folders and links
# that there were, and what these folders had in them, one path a line.
np_cluster_folders="/etc/kubernetes /etc/cni/net.d /var/lib/kubelet /var/lib/etcd /var/lib/cni /var/lib/dockershim /run/flannel /run/calico /var/lib/calico /var/log/pods /var/log/containers"
# Those that packages bring, or their daemons fill.
np_package_folders="/etc/cni /opt/cni/bin /opt/cni /var/lib/crio /var/lib/containerd /var/lib/containers /var/log/crio /run/crio /run/containerd /run/containers"
# Folders for configuration: what somebody put there stays, and with it the folder. rpm leaves those that no package owns.
np_config_folders="/etc/cni/net.d /etc/cni /etc/kubernetes /etc/crio/crio.conf.d /etc/crio /etc/containers/registries.conf.d /etc/containers"
np_cluster_links='cni0 flannel.1 flannel-v6.1 kube-bridge kube-ipvs0 nodelocaldns vxlan.calico vxlan-v6.calico cilium_host cilium_net cilium_vxlan weave datapath antrea-gw0 ovn0'
# np_entries FOLDER: one path a line.
np_entries() { for np_entry in "$1"/* "$1"/.[!.]*; do [ ! -e "$np_entry" ] && [ ! -L "$np_entry" ] || printf '%s\n' "$np_entry"; done; }
np_cluster_before() {
  mkdir -p "$NP_STATE/before"
  {
    for np_folder in $np_cluster_folders $np_package_folders; do
      [ ! -d "$np_folder" ] || { printf '%s\n' "$np_folder"; np_entries "$np_folder"; }
    done
    for np_folder in /opt "$np_plugins" $np_config_folders; do [ ! -d "$np_folder" ] || printf '%s\n' "$np_folder"; done
    for np_link in /sys/class/net/*; do printf 'link %s\n' "${np_link##*/}"; done
  } >"$NP_STATE/before/cluster.tmp"
  # What kubelet and kube-proxy set: the value before and theirs.
  while read -r np_key np_set; do
    [ ! -r "/proc/sys/$np_key" ] || np_remember sysctl "$np_key" "$(cat "/proc/sys/$np_key")$NP_NL$np_set"
  done <<KEYS
vm/overcommit_memory 1
vm/panic_on_oom 0
kernel/panic 10
kernel/panic_on_oops 1
kernel/keys/root_maxkeys 1000000
kernel/keys/root_maxbytes 25000000
net/ipv4/conf/all/route_localnet 1
net/ipv4/vs/conntrack 1
net/ipv4/vs/conn_reuse_mode 0
net/ipv4/vs/expire_nodest_conn 1
net/ipv4/vs/expire_quiescent_template 1
net/netfilter/nf_conntrack_max
net/netfilter/nf_conntrack_tcp_timeout_established 86400
net/netfilter/nf_conntrack_tcp_timeout_close_wait 3600
KEYS
  np_sure "cannot write $NP_STATE/before" np_sync "$NP_STATE/before/cluster.tmp"
  mv "$NP_STATE/before/cluster.tmp" "$NP_STATE/before/cluster"
}
np_was_there() { grep -qsxF -e "$1" "$NP_STATE/before/cluster"; }
# np_left_in FOLDER…: prints what was not there before. What nodeprep wrote itself has records of its own. Where there is no record
# of the host nothing is known to be a cluster's.
np_left_in() {
  [ -e "$NP_STATE/before/cluster" ] || return 0
  for np_folder; do
    [ -d "$np_folder" ] || continue
    np_entries "$np_folder" | while IFS= read -r np_path; do
      case $np_path in /etc/kubernetes/nodeprep) continue ;; esac
      case " $np_cluster_folders $np_package_folders " in *" $np_path "*) continue ;; esac
      [ -e "$NP_STATE/before/files$np_path" ] || [ -e "$NP_STATE/before/files$np_path.absent" ] || np_was_there "$np_path" || printf '%s\n' "$np_path"
    done
    np_was_there "$np_folder" || [ -n "$(ls -A "$np_folder")" ] || printf '%s\n' "$np_folder"
  done
}
# np_idle_folders: prints the folders of programs that are gone.
np_idle_folders() {
  command -v crio >/dev/null || printf '%s ' /var/lib/crio /var/log/crio /run/crio
  command -v containerd >/dev/null || printf '%s ' /var/lib/containerd /run/containerd
  command -v crio >/dev/null || command -v podman >/dev/null || printf '%s ' /var/lib/containers /run/containers
  command -v kubelet >/dev/null || dpkg -S /opt/cni/bin >/dev/null 2>&1 || rpm -qf /opt/cni/bin >/dev/null 2>&1 || printf '%s ' /opt/cni/bin /opt/cni /etc/cni
}
# np_no_plugins: the folder that kubelet makes for plugins is gone, or there are some.
np_plugins=/usr/libexec/kubernetes
np_no_plugins() {
  [ ! -e "$NP_STATE/before/cluster" ] || np_was_there "$np_plugins" || [ ! -d "$np_plugins" ] || [ -n "$(find "$np_plugins" ! -type d)" ]
}
# np_opt_there: Debian's base system makes /opt without owning it, so it goes with the last package that had something there.
np_opt_there() { ! np_was_there /opt || [ -d /opt ]; }
# np_empty_configs: prints those that were not there before and are empty, the innermost first.
np_empty_configs() {
  [ -e "$NP_STATE/before/cluster" ] || return 0
  for np_folder in $np_config_folders; do
    [ ! -d "$np_folder" ] || [ -L "$np_folder" ] || np_was_there "$np_folder" || [ -n "$(ls -A "$np_folder")" ] || printf '%s\n' "$np_folder"
  done
}
# np_mounted FOLDER: prints the mounts below it and it itself, the innermost first.
np_mounted() { awk -v at="$1" '$2 == at || index($2, at "/") == 1 { line[++n] = $2 } END { while (n) print line[n--] }' /proc/self/mounts; }
# np_clear FOLDER…: never into something that is mounted there.
np_clear() {
  for np_folder; do
    np_mounted "$np_folder" | while IFS= read -r np_path; do
      np_path=$(printf '%b' "$(printf '%s' "$np_path" | sed 's/\\\([0-7]\{3\}\)/\\0\1/g')")
      [ "$np_path" = "$np_folder" ] || umount "$np_path" 2>/dev/null || umount -l "$np_path" || :
    done
    [ -z "$(np_mounted "$np_folder" | grep -vxF -e "$np_folder")" ] || np_fail "something is still mounted below $np_folder: unmount it, then run the same command again. See findmnt"
    np_left_in "$np_folder" | while IFS= read -r np_path; do
      if [ "$np_path" = "$np_folder" ]; then rmdir "$np_path"; else rm -rf "$np_path"; fi
    done
    np_was_there "$np_folder" || rmdir "$np_folder" 2>/dev/null || :
  done
}
