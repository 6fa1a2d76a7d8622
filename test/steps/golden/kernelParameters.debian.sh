# kernel parameters systemd.unified_cgroup_hierarchy=1 nosmt
# /etc/default/grub.d/99-nodeprep-cluster.cfg
#   GRUB_CMDLINE_LINUX_DEFAULT="$GRUB_CMDLINE_LINUX_DEFAULT systemd.unified_cgroup_hierarchy=1 nosmt"
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
{ ! command -v update-grub >/dev/null || { np_file_is /etc/default/grub.d/99-nodeprep-cluster.cfg fb4aa9ab9ab1e826b454c8d2322210a96c439821ebf9095a25f5505d980167d6 0644 root root &&
grep -Eqs -e '[[:blank:]]systemd[.]unified_cgroup_hierarchy=1([[:blank:]]|$)' /boot/grub/grub.cfg &&
grep -Eqs -e '[[:blank:]]nosmt([[:blank:]]|$)' /boot/grub/grub.cfg; }; } &&
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
command -v update-grub >/dev/null || np_fail 'this host has no update-grub, so nodeprep does not know its boot loader: put systemd.unified_cgroup_hierarchy=1 nosmt onto its kernel'\''s command line by hand, where the host is booted from, reboot it, and run the same command again'
if np_file_is /etc/default/grub.d/99-nodeprep-cluster.cfg fb4aa9ab9ab1e826b454c8d2322210a96c439821ebf9095a25f5505d980167d6 0644 root root &&
grep -Eqs -e '[[:blank:]]systemd[.]unified_cgroup_hierarchy=1([[:blank:]]|$)' /boot/grub/grub.cfg &&
grep -Eqs -e '[[:blank:]]nosmt([[:blank:]]|$)' /boot/grub/grub.cfg && ! np_booted systemd.unified_cgroup_hierarchy=1 nosmt && np_has_rebooted; then
np_fail "the host has rebooted, and its kernel was started without $np_missing although /boot/grub/grub.cfg has it: see which boot loader and entry it is booted by, and what overrides it"
fi
np_put content /etc/default/grub.d/99-nodeprep-cluster.cfg 0644 root root
update-grub || np_fail 'update-grub failed, see above'
{ np_file_is /etc/default/grub.d/99-nodeprep-cluster.cfg fb4aa9ab9ab1e826b454c8d2322210a96c439821ebf9095a25f5505d980167d6 0644 root root &&
grep -Eqs -e '[[:blank:]]systemd[.]unified_cgroup_hierarchy=1([[:blank:]]|$)' /boot/grub/grub.cfg &&
grep -Eqs -e '[[:blank:]]nosmt([[:blank:]]|$)' /boot/grub/grub.cfg; } || np_fail 'update-grub ran and left systemd.unified_cgroup_hierarchy=1 nosmt out of /boot/grub/grub.cfg'
np_booted systemd.unified_cgroup_hierarchy=1 nosmt || np_owe_reboot 'kernel parameters systemd.unified_cgroup_hierarchy=1 nosmt'
}
