# SELinux permissive
changes() {
[ ! -e /sys/fs/selinux/enforce ] || [ "$(cat /sys/fs/selinux/enforce)" = 0 ] || np_tell 'SELinux now' enforcing permissive
[ ! -e /etc/selinux/config ] || ({ [ ! -e /sys/fs/selinux/enforce ] || [ "$(cat /sys/fs/selinux/enforce)" = 0 ]; } && { [ ! -e /etc/selinux/config ] || ! grep -Eqis '^[[:blank:]]*SELINUX=[[:blank:]]*enforcing' /etc/selinux/config; }) || np_tell /etc/selinux/config "$(grep -is '^[[:blank:]]*SELINUX=' /etc/selinux/config)" SELINUX=permissive
}
check() {
{ [ ! -e /sys/fs/selinux/enforce ] || [ "$(cat /sys/fs/selinux/enforce)" = 0 ]; } && { [ ! -e /etc/selinux/config ] || ! grep -Eqis '^[[:blank:]]*SELINUX=[[:blank:]]*enforcing' /etc/selinux/config; }
}
apply() {
[ ! -e /sys/fs/selinux/enforce ] || {
np_remember selinux live "$(cat /sys/fs/selinux/enforce)"
printf 0 >/sys/fs/selinux/enforce
}
[ ! -e /etc/selinux/config ] || {
awk 'tolower($0) ~ /^[ \t]*selinux=[ \t]*enforcing/ { print "SELINUX=permissive"; next } { print }' /etc/selinux/config >"$NP_RUN/rewritten"
np_write /etc/selinux/config $(stat -c '%a %U %G' /etc/selinux/config) <"$NP_RUN/rewritten"
}
}
