# Prints what a host holds, a line a thing: KIND<tab>NAME<tab>STATE. The container stores are mounts of their own and are
# left out by -xdev; of kubelet's folder its configuration is read, not its pods.
LC_ALL=C
export LC_ALL
set -f
kept='/etc /usr /var /opt /srv /home /root /boot /bin /sbin /lib /lib64'
kubelet='/var/lib/kubelet /var/lib/etcd'
skip='-path /var/log -o -path /var/cache -o -path /var/lib/kubelet/pods -o -path /var/lib/kubelet/plugins* -o
  -path /var/lib/kubelet/device-plugins -o -path /var/lib/etcd/member'
list() {
  find $kept -xdev \( $skip \) -prune -o "$@"
  find $kubelet -xdev \( $skip \) -prune -o "$@"
}
# A folder's own size and a link's mode say nothing.
list -type l -printf 'file\t%p\tlink %u:%g -> %l\n' -o -type d -printf 'file\t%p\tfolder %m %u:%g\n' \
  -o -printf 'file\t%p\t%y %m %u:%g\n' 2>/dev/null
list -type f -print0 2>/dev/null | xargs -0 -n 2000 sha256sum -- 2>/dev/null |
  while IFS= read -r line; do printf 'sha256\t%s\t%s\n' "${line#*  }" "${line%% *}"; done

if command -v dpkg-query >/dev/null; then
  dpkg-query -W -f 'package\t${Package}:${Architecture}\t${Version} ${Status}\n'
fi
if command -v rpm >/dev/null; then rpm -qa --qf 'package\t%{NAME}.%{ARCH}\t%{VERSION}-%{RELEASE}\n'; fi

# Transient and generated units come and go with what runs.
systemctl list-unit-files --no-legend --plain --full | while read -r unit state _; do
  case $state in transient | generated) ;; *) printf 'unit\t%s\t%s\n' "$unit" "$state" ;; esac
done
for unit in crio kubelet; do printf 'service\t%s\t%s\n' "$unit" "$(systemctl is-active "$unit")"; done
systemctl --failed --no-legend --plain | while read -r unit _; do printf 'service\t%s\tfailed\n' "$unit"; done

for key in net.bridge.bridge-nf-call-iptables net.bridge.bridge-nf-call-ip6tables net.ipv4.ip_forward \
  net.ipv6.conf.all.forwarding fs.may_detach_mounts; do
  printf 'sysctl\t%s\t%s\n' "$key" "$(sysctl -n "$key" 2>/dev/null)"
done
while read -r file _; do case $file in /*) printf 'kernel\tswap\t%s\n' "$file" ;; esac; done </proc/swaps
exit 0
