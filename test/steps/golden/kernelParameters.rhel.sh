# kernel parameters systemd.unified_cgroup_hierarchy=1 nosmt
check() {
np_booted() {
np_missing=
read -r np_line </proc/cmdline || :
set -f
for np_word do
np_last=
for np_one in $np_line; do
case $np_one in "${np_word%%=*}" | "${np_word%%=*}="*) np_last=$np_one ;; esac
done
[ "$np_last" = "$np_word" ] || np_missing=${np_missing:-$np_word}
done
set +f
[ -z "$np_missing" ]
}
{ ! command -v grubby >/dev/null || { np_args=$(grubby --info=ALL | grep '^args=') &&
! printf '%s\n' "$np_args" | grep -Eqv -e '[" ]systemd[.]unified_cgroup_hierarchy=1([" ]|$)' &&
! printf '%s\n' "$np_args" | grep -Eqv -e '[" ]nosmt([" ]|$)'; }; } &&
{ np_booted systemd.unified_cgroup_hierarchy=1 nosmt || np_reboot_owed; }
}
apply() {
np_booted() {
np_missing=
read -r np_line </proc/cmdline || :
set -f
for np_word do
np_last=
for np_one in $np_line; do
case $np_one in "${np_word%%=*}" | "${np_word%%=*}="*) np_last=$np_one ;; esac
done
[ "$np_last" = "$np_word" ] || np_missing=${np_missing:-$np_word}
done
set +f
[ -z "$np_missing" ]
}
command -v grubby >/dev/null || np_fail 'this host has no grubby, so nodeprep does not know its boot loader: put systemd.unified_cgroup_hierarchy=1 nosmt onto its kernel'\''s command line by hand, where the host is booted from, reboot it, and run the same command again'
if np_args=$(grubby --info=ALL | grep '^args=') &&
! printf '%s\n' "$np_args" | grep -Eqv -e '[" ]systemd[.]unified_cgroup_hierarchy=1([" ]|$)' &&
! printf '%s\n' "$np_args" | grep -Eqv -e '[" ]nosmt([" ]|$)' && ! np_booted systemd.unified_cgroup_hierarchy=1 nosmt && np_has_rebooted; then
np_fail "the host has rebooted, and its kernel was started without $np_missing although the boot loader has it: see which boot loader and entry it is booted by, and what overrides it"
fi
np_remember kernelParameter systemd.unified_cgroup_hierarchy "$(grubby --info=DEFAULT | grep '^args=' | tr '" ' '\n\n' | grep -E -e '^systemd[.]unified_cgroup_hierarchy(=|$)' | tail -n 1)"
np_remember kernelParameter nosmt "$(grubby --info=DEFAULT | grep '^args=' | tr '" ' '\n\n' | grep -E -e '^nosmt(=|$)' | tail -n 1)"
grubby --update-kernel=ALL --args='systemd.unified_cgroup_hierarchy=1 nosmt' || np_fail 'grubby failed, see above'
{ np_args=$(grubby --info=ALL | grep '^args=') &&
! printf '%s\n' "$np_args" | grep -Eqv -e '[" ]systemd[.]unified_cgroup_hierarchy=1([" ]|$)' &&
! printf '%s\n' "$np_args" | grep -Eqv -e '[" ]nosmt([" ]|$)'; } || np_fail 'grubby ran and left systemd.unified_cgroup_hierarchy=1 nosmt out of the boot loader'
np_booted systemd.unified_cgroup_hierarchy=1 nosmt || np_owe_reboot 'kernel parameters systemd.unified_cgroup_hierarchy=1 nosmt'
}
