# kernel module nf-conntrack-ftp loaded now and after a reboot
# /etc/modules-load.d/nodeprep-nf-conntrack-ftp.conf
#   nf-conntrack-ftp
changes() {
! np_file_is /etc/modules-load.d/nodeprep-nf-conntrack-ftp.conf e1360938ffb2582d638d31050634435c7d6702068865343598cf520c00bf8d36 0644 root root || { [ -d /sys/module/nf_conntrack_ftp ] || grep -q '[[:blank:]]nf_conntrack_ftp$' /proc/filesystems || grep -qs '/nf[-_]conntrack[-_]ftp\.ko' "/lib/modules/$(uname -r)/modules.builtin"; } || np_tell 'module nf-conntrack-ftp' 'not in the kernel' loaded
}
check() {
np_file_is /etc/modules-load.d/nodeprep-nf-conntrack-ftp.conf e1360938ffb2582d638d31050634435c7d6702068865343598cf520c00bf8d36 0644 root root && { [ -d /sys/module/nf_conntrack_ftp ] || grep -q '[[:blank:]]nf_conntrack_ftp$' /proc/filesystems || grep -qs '/nf[-_]conntrack[-_]ftp\.ko' "/lib/modules/$(uname -r)/modules.builtin"; }
}
apply() {
np_put content /etc/modules-load.d/nodeprep-nf-conntrack-ftp.conf 0644 root root
{ [ -d /sys/module/nf_conntrack_ftp ] || grep -q '[[:blank:]]nf_conntrack_ftp$' /proc/filesystems || grep -qs '/nf[-_]conntrack[-_]ftp\.ko' "/lib/modules/$(uname -r)/modules.builtin"; } || {
command -v modprobe >/dev/null || np_fail 'there is no modprobe on this host: install the package kmod'
np_remember module nf_conntrack_ftp absent
modprobe nf-conntrack-ftp || np_fail "the running kernel $(uname -r) has no module nf-conntrack-ftp: reboot if the kernel was upgraded, or install the package with its extra modules (kernel-modules-extra on RHEL-likes)"
}
}
