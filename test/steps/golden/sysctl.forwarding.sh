# sysctl net.ipv4.ip_forward=1, net.ipv4.ip_local_port_range=20000 60000
# /etc/sysctl.d/99-zz-nodeprep.conf
#   net.ipv4.ip_forward = 1
#   net.ipv4.ip_local_port_range = 20000 60000
changes() {
np_file_is /etc/sysctl.d/99-zz-nodeprep.conf 731bd16da144e04a08675723daa162335730d69dbb2d509ee3ba1e6ea310cbb5 0644 root root || exit 0
(set -f && set -- $(cat /proc/sys/net/ipv4/ip_forward) && [ "$*" = 1 ]) 2>/dev/null || {
np_tell net.ipv4.ip_forward "$(cat /proc/sys/net/ipv4/ip_forward)" 1
np_tell_later /etc/sysctl.d/99-zz-nodeprep.conf '^[[:blank:]]*-?net[./]ipv4[./]ip_forward[[:blank:]]*=' /etc/sysctl.d/*.conf /run/sysctl.d/*.conf /usr/local/lib/sysctl.d/*.conf /usr/lib/sysctl.d/*.conf
}
(set -f && set -- $(cat /proc/sys/net/ipv4/ip_local_port_range) && [ "$*" = '20000 60000' ]) 2>/dev/null || {
np_tell net.ipv4.ip_local_port_range "$(cat /proc/sys/net/ipv4/ip_local_port_range)" '20000 60000'
np_tell_later /etc/sysctl.d/99-zz-nodeprep.conf '^[[:blank:]]*-?net[./]ipv4[./]ip_local_port_range[[:blank:]]*=' /etc/sysctl.d/*.conf /run/sysctl.d/*.conf /usr/local/lib/sysctl.d/*.conf /usr/lib/sysctl.d/*.conf
}
}
check() {
np_file_is /etc/sysctl.d/99-zz-nodeprep.conf 731bd16da144e04a08675723daa162335730d69dbb2d509ee3ba1e6ea310cbb5 0644 root root &&
set -f && set -- $(cat /proc/sys/net/ipv4/ip_forward /proc/sys/net/ipv4/ip_local_port_range) && [ "$*" = '1 20000 60000' ]
}
apply() {
[ ! -e /proc/sys/net/ipv4/ip_forward ] || np_remember sysctl net/ipv4/ip_forward "$(cat /proc/sys/net/ipv4/ip_forward)$NP_NL"1
[ ! -e /proc/sys/net/ipv4/ip_local_port_range ] || np_remember sysctl net/ipv4/ip_local_port_range "$(cat /proc/sys/net/ipv4/ip_local_port_range)$NP_NL"'20000 60000'
np_put content /etc/sysctl.d/99-zz-nodeprep.conf 0644 root root
if [ -d /run/systemd/system ]; then systemctl restart systemd-sysctl.service || :; else sysctl -p /etc/sysctl.d/99-zz-nodeprep.conf || :; fi
[ -e /proc/sys/net/ipv4/ip_forward ] || np_fail 'net.ipv4.ip_forward: this kernel has no such key (yet): the module that brings it is not loaded'
(set -f && set -- $(cat /proc/sys/net/ipv4/ip_forward) && [ "$*" = 1 ]) || {
np_files=$(grep -Els -e '^[[:blank:]]*-?net[./]ipv4[./]ip_forward[[:blank:]]*=' /etc/sysctl.d/*.conf /run/sysctl.d/*.conf /usr/local/lib/sysctl.d/*.conf /usr/lib/sysctl.d/*.conf /lib/sysctl.d/*.conf /etc/sysctl.conf) || :
np_fail 'net.ipv4.ip_forward should be 1 and is' "$(cat /proc/sys/net/ipv4/ip_forward); it is set in" $np_files
}
[ -e /proc/sys/net/ipv4/ip_local_port_range ] || np_fail 'net.ipv4.ip_local_port_range: this kernel has no such key (yet): the module that brings it is not loaded'
(set -f && set -- $(cat /proc/sys/net/ipv4/ip_local_port_range) && [ "$*" = '20000 60000' ]) || {
np_files=$(grep -Els -e '^[[:blank:]]*-?net[./]ipv4[./]ip_local_port_range[[:blank:]]*=' /etc/sysctl.d/*.conf /run/sysctl.d/*.conf /usr/local/lib/sysctl.d/*.conf /usr/lib/sysctl.d/*.conf /lib/sysctl.d/*.conf /etc/sysctl.conf) || :
np_fail 'net.ipv4.ip_local_port_range should be 20000 60000 and is' "$(cat /proc/sys/net/ipv4/ip_local_port_range); it is set in" $np_files
}
}
