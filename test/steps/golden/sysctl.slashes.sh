# sysctl net/ipv4/conf/eth0.7/rp_filter=2
# /etc/sysctl.d/99-zz-nodeprep.conf
#   net/ipv4/conf/eth0.7/rp_filter = 2
changes() {
np_file_is /etc/sysctl.d/99-zz-nodeprep.conf 19e690270b861894763dd5a3ae7e915fd49b636630aed6fe59e99f82cd1ab070 0644 root root || exit 0
(set -f && set -- $(cat /proc/sys/net/ipv4/conf/eth0.7/rp_filter) && [ "$*" = 2 ]) 2>/dev/null || {
np_tell net/ipv4/conf/eth0.7/rp_filter "$(cat /proc/sys/net/ipv4/conf/eth0.7/rp_filter)" 2
np_tell_later /etc/sysctl.d/99-zz-nodeprep.conf '^[[:blank:]]*-?net[./]ipv4[./]conf[./]eth0[./]7[./]rp_filter[[:blank:]]*=' /etc/sysctl.d/*.conf /run/sysctl.d/*.conf /usr/local/lib/sysctl.d/*.conf /usr/lib/sysctl.d/*.conf
}
}
check() {
np_file_is /etc/sysctl.d/99-zz-nodeprep.conf 19e690270b861894763dd5a3ae7e915fd49b636630aed6fe59e99f82cd1ab070 0644 root root &&
set -f && set -- $(cat /proc/sys/net/ipv4/conf/eth0.7/rp_filter) && [ "$*" = 2 ]
}
apply() {
[ ! -e /proc/sys/net/ipv4/conf/eth0.7/rp_filter ] || np_remember sysctl net/ipv4/conf/eth0.7/rp_filter "$(cat /proc/sys/net/ipv4/conf/eth0.7/rp_filter)$NP_NL"2
np_put content /etc/sysctl.d/99-zz-nodeprep.conf 0644 root root
if [ -d /run/systemd/system ]; then systemctl restart systemd-sysctl.service || :; else sysctl -p /etc/sysctl.d/99-zz-nodeprep.conf || :; fi
[ -e /proc/sys/net/ipv4/conf/eth0.7/rp_filter ] || np_fail 'net/ipv4/conf/eth0.7/rp_filter: this kernel has no such key (yet): the module that brings it is not loaded'
(set -f && set -- $(cat /proc/sys/net/ipv4/conf/eth0.7/rp_filter) && [ "$*" = 2 ]) || {
np_files=$(grep -Els -e '^[[:blank:]]*-?net[./]ipv4[./]conf[./]eth0[./]7[./]rp_filter[[:blank:]]*=' /etc/sysctl.d/*.conf /run/sysctl.d/*.conf /usr/local/lib/sysctl.d/*.conf /usr/lib/sysctl.d/*.conf /lib/sysctl.d/*.conf /etc/sysctl.conf) || :
np_fail 'net/ipv4/conf/eth0.7/rp_filter should be 2 and is' "$(cat /proc/sys/net/ipv4/conf/eth0.7/rp_filter); it is set in" $np_files
}
}
