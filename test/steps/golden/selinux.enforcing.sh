# SELinux enforcing
changes() {
[ ! -e /sys/fs/selinux/enforce ] || [ "$(cat /sys/fs/selinux/enforce)" = 1 ] || np_tell 'SELinux now' permissive enforcing
[ ! -e /etc/selinux/config ] || ({ { [ ! -e /sys/fs/selinux/enforce ] && [ ! -e /etc/selinux/config ]; } || { [ "$(cat /sys/fs/selinux/enforce)" = 1 ] && grep -Eqis '^[[:blank:]]*SELINUX=[[:blank:]]*enforcing' /etc/selinux/config; }; }) || np_tell /etc/selinux/config "$(grep -is '^[[:blank:]]*SELINUX=' /etc/selinux/config)" SELINUX=enforcing
}
check() {
{ { [ ! -e /sys/fs/selinux/enforce ] && [ ! -e /etc/selinux/config ]; } || { [ "$(cat /sys/fs/selinux/enforce)" = 1 ] && grep -Eqis '^[[:blank:]]*SELINUX=[[:blank:]]*enforcing' /etc/selinux/config; }; }
}
apply() {
[ -e /sys/fs/selinux/enforce ] || np_fail 'SELinux is disabled on this host: set SELINUX=permissive in /etc/selinux/config, touch /.autorelabel, reboot, then run again'
[ ! -e /sys/fs/selinux/enforce ] || {
np_remember selinux live "$(cat /sys/fs/selinux/enforce)"
printf 1 >/sys/fs/selinux/enforce
}
[ ! -e /etc/selinux/config ] || {
awk 'tolower($0) ~ /^[ \t]*selinux=/ { next } { print } END { print "SELINUX=enforcing" }' /etc/selinux/config >"$NP_RUN/rewritten"
np_write /etc/selinux/config $(stat -c '%a %U %G' /etc/selinux/config) <"$NP_RUN/rewritten"
}
}
