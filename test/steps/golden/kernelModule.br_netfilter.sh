# kernel module br_netfilter loaded now and after a reboot
# /etc/modules-load.d/nodeprep-br_netfilter.conf
#   br_netfilter
changes() {
! np_file_is /etc/modules-load.d/nodeprep-br_netfilter.conf 3bfff2585066e0a9f96bbde61be25b49a06762530ee2fbb570958556fffe428a 0644 root root || { [ -d /sys/module/br_netfilter ] || [ -e /proc/sys/net/bridge/bridge-nf-call-iptables ] || grep -q '[[:blank:]]br_netfilter$' /proc/filesystems || grep -qs '/br[-_]netfilter\.ko' "/lib/modules/$(uname -r)/modules.builtin"; } || np_tell 'module br_netfilter' 'not in the kernel' loaded
}
check() {
np_file_is /etc/modules-load.d/nodeprep-br_netfilter.conf 3bfff2585066e0a9f96bbde61be25b49a06762530ee2fbb570958556fffe428a 0644 root root && { [ -d /sys/module/br_netfilter ] || [ -e /proc/sys/net/bridge/bridge-nf-call-iptables ] || grep -q '[[:blank:]]br_netfilter$' /proc/filesystems || grep -qs '/br[-_]netfilter\.ko' "/lib/modules/$(uname -r)/modules.builtin"; }
}
apply() {
np_put content /etc/modules-load.d/nodeprep-br_netfilter.conf 0644 root root
{ [ -d /sys/module/br_netfilter ] || [ -e /proc/sys/net/bridge/bridge-nf-call-iptables ] || grep -q '[[:blank:]]br_netfilter$' /proc/filesystems || grep -qs '/br[-_]netfilter\.ko' "/lib/modules/$(uname -r)/modules.builtin"; } || {
command -v modprobe >/dev/null || np_fail 'there is no modprobe on this host: install the package kmod'
np_remember module br_netfilter absent
modprobe br_netfilter || np_fail "the running kernel $(uname -r) has no module br_netfilter: reboot if the kernel was upgraded, or install the package with its extra modules (kernel-modules-extra on RHEL-likes)"
}
}
