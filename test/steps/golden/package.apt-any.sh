# packages conntrack installed
changes() {
{ np_have=$NP_HAVE && [ -n "$np_have" ] || np_have=$(dpkg-query -W -f '|${Package} ${db:Status-Status} ${Version}|${Package} want ${db:Status-Want}|\n' conntrack); } || :
[ ! -e "$NP_STATE/packages.began" ] || echo '- an installation that was cut off'
for np_want in conntrack; do
np_name=${np_want%%=*}
np_version=${np_want#"$np_name"}
np_version=${np_version#=}
np_now=${np_have#*"|$np_name installed "}
if [ "$np_now" = "$np_have" ]; then np_now=; else np_now=${np_now%%"|"*}; fi
case $np_now in
'') printf '+ %s\n' "$np_want"; continue ;;
"$np_version" | "$np_version"[-.+~]*) ;;
*) [ -z "$np_version" ] || np_tell "$np_name" "$np_now" "$np_version" ;;
esac

done
}
check() {
[ ! -e "$NP_STATE/packages.began" ] &&
{ np_have=$NP_HAVE && [ -n "$np_have" ] || np_have=$(dpkg-query -W -f '|${Package} ${db:Status-Status} ${Version}|${Package} want ${db:Status-Want}|\n' conntrack); } &&
case $np_have in *'|conntrack installed '*) ;; *) false ;; esac
}
apply() {
umask 022
np_dpkg_repair
np_apt_update
np_have=$(dpkg-query -W -f '|${Package} ${db:Status-Status} ${Version}|${Package} want ${db:Status-Want}|\n' conntrack 2>/dev/null) || :
np_list() { apt-cache madison "$1" | awk -v name="$1" '$1 == name { print $3 }'; }
np_newer() { dpkg --compare-versions "$1" gt "$2"; }
np_target() { printf '%s\n' "$1=$2"; }
np_widen() { return 1; }
np_unfilter() { :; }
np_hidden() { :; }
set --
np_pick() {
np_there=$(np_list "$np_name") || :
np_found=
for np_candidate in $np_there; do
case $np_candidate in
"$np_version" | "$np_version"[-.+~]*) np_found=$np_candidate; break ;;
esac
[ -n "$np_version" ] || { np_found=$np_candidate; break; }
done
[ -n "$np_found" ]
}
for np_want in conntrack; do
np_name=${np_want%%=*}
np_version=${np_want#"$np_name"}
np_version=${np_version#=}
np_now=${np_have#*"|$np_name installed "}
if [ "$np_now" = "$np_have" ]; then np_now=; else np_now=${np_now%%"|"*}; fi
np_remember package "$np_name" "${np_now:-absent}"
if [ -z "$np_version" ]; then
[ -n "$np_now" ] || { np_unfilter; set -- "$@" "$np_name"; }
continue
fi
case $np_now in
"$np_version" | "$np_version"[-.+~]*) continue ;;
esac
if [ -n "$np_now" ] && np_newer "$np_now" "$np_version"; then
np_fail "$np_name $np_now is installed, newer than the wanted $np_version, and nodeprep does not downgrade: ask for that version, or remove the package first"
fi
np_pick || np_widen np_pick || {
np_hid=$(np_hidden)
[ -z "$np_hid" ] || np_fail "$np_name $np_version cannot be installed: $np_hid"
np_fail "no repository of this host has $np_name $np_version; it has:" ${np_there:-no version of it}
}
set -- "$@" "$(np_target "$np_name" "$np_found")"
done
[ $# -eq 0 ] || np_apt_install --no-install-recommends --allow-change-held-packages "$@"
}
