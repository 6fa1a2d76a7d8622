# swap off now and after a reboot
changes() {
np_swap_units() {
for np_folder in /etc/systemd/system /run/systemd/generator /run/systemd/generator.late /run/systemd/system /usr/lib/systemd/system /lib/systemd/system; do
for np_link in "$np_folder"/*.wants/*.swap "$np_folder"/*.requires/*.swap "$np_folder"/*.wants/zramswap.service "$np_folder"/*.wants/zram-config.service "$np_folder"/*.wants/dphys-swapfile.service "$np_folder"/*.wants/swapspace.service; do
[ -L "$np_link" ] || [ -e "$np_link" ] || continue
np_link=${np_link##*/}
[ -c "/etc/systemd/system/$np_link" ] || printf '%s\n' "$np_link"
done
done
}
[ ! -e /proc/swaps ] || awk 'NR > 1 { print "- swap in use: " $1 }' /proc/swaps
[ ! -e /etc/fstab ] || awk '$1 !~ /^#/ && $3 == "swap" { print "- /etc/fstab: " $0 }' /etc/fstab
np_swap_units | sort -u | sed 's/^/- unit /'
}
check() {
np_swap_units() {
for np_folder in /etc/systemd/system /run/systemd/generator /run/systemd/generator.late /run/systemd/system /usr/lib/systemd/system /lib/systemd/system; do
for np_link in "$np_folder"/*.wants/*.swap "$np_folder"/*.requires/*.swap "$np_folder"/*.wants/zramswap.service "$np_folder"/*.wants/zram-config.service "$np_folder"/*.wants/dphys-swapfile.service "$np_folder"/*.wants/swapspace.service; do
[ -L "$np_link" ] || [ -e "$np_link" ] || continue
np_link=${np_link##*/}
[ -c "/etc/systemd/system/$np_link" ] || printf '%s\n' "$np_link"
done
done
}
{ [ ! -e /proc/swaps ] || { read -r np_head && ! read -r np_entry; } </proc/swaps; } &&
{ [ ! -e /etc/fstab ] || awk '$1 !~ /^#/ && $3 == "swap" { exit 1 }' /etc/fstab; } &&
[ -z "$(np_swap_units)" ]
}
apply() {
np_swap_units() {
for np_folder in /etc/systemd/system /run/systemd/generator /run/systemd/generator.late /run/systemd/system /usr/lib/systemd/system /lib/systemd/system; do
for np_link in "$np_folder"/*.wants/*.swap "$np_folder"/*.requires/*.swap "$np_folder"/*.wants/zramswap.service "$np_folder"/*.wants/zram-config.service "$np_folder"/*.wants/dphys-swapfile.service "$np_folder"/*.wants/swapspace.service; do
[ -L "$np_link" ] || [ -e "$np_link" ] || continue
np_link=${np_link##*/}
[ -c "/etc/systemd/system/$np_link" ] || printf '%s\n' "$np_link"
done
done
}
[ ! -e /etc/fstab ] || awk '$1 !~ /^#/ && $3 == "swap" { exit 1 }' /etc/fstab || {
awk '$1 !~ /^#/ && $3 == "swap" { print "# nodeprep: " $0; next } { print }' /etc/fstab >"$NP_RUN/rewritten"
np_write /etc/fstab $(stat -c '%a %U %G' /etc/fstab) <"$NP_RUN/rewritten"
}
[ ! -d /run/systemd/system ] || {
systemctl daemon-reload
np_swap_units | sort -u >"$NP_RUN/swap-units"
while read -r np_unit; do
np_remember unit "$np_unit" enabled
systemctl stop "$np_unit" || :
if [ -e "/etc/systemd/system/$np_unit" ]; then systemctl disable "$np_unit"; else systemctl mask "$np_unit"; fi
done <"$NP_RUN/swap-units"
}
{ [ ! -e /proc/swaps ] || { read -r np_head && ! read -r np_entry; } </proc/swaps; } || {
np_remember swap in-use "$(awk 'NR > 1 { print $1 }' /proc/swaps)"
np_say 'moving what is swapped out back into memory'
swapoff -a || np_fail 'swapoff failed: probably there is too little free memory for what is swapped out'
}
}
