# packages kubelet=1.20.2, kubectl=1.20, socat installed and held
changes() {
{ np_have=$NP_HAVE && [ -n "$np_have" ] || np_have=$(rpm -q --qf '|%{NAME} installed %{VERSION}-%{RELEASE}|\n' kubelet kubectl socat); } || :
[ ! -e "$NP_STATE/packages.began" ] || echo '- an installation that was cut off'
for np_want in kubelet=1.20.2 kubectl=1.20 socat; do
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
{ np_have=$NP_HAVE && [ -n "$np_have" ] || np_have=$(rpm -q --qf '|%{NAME} installed %{VERSION}-%{RELEASE}|\n' kubelet kubectl socat); } &&
case $np_have in *'|kubelet installed 1.20.2'[-.+~\|]*) ;; *) false ;; esac &&
case $np_have in *'|kubectl installed 1.20'[-.+~\|]*) ;; *) false ;; esac &&
case $np_have in *'|socat installed '*) ;; *) false ;; esac
}
apply() {
umask 022
np_dnf_update
np_dnf_repair
np_lift=--disableexcludes=nodeprep-kubernetes np_available=available np_hot=
np_lift_main='--disableexcludes=nodeprep-kubernetes --disableexcludes=main' np_lift_all=--disableexcludes=all
np_have=$(rpm -q --qf '|%{NAME} installed %{VERSION}-%{RELEASE}|\n' kubelet kubectl socat 2>/dev/null) || :
np_list() {
np_dnf $np_lift $np_hot list $np_available --showduplicates "$1" |
awk -v name="$1" '{ for (i = 1; i <= NF; i++) { if (found) { sub(/^[0-9]+:/, "", $i); print $i }
found = index($i, name ".") == 1 && substr($i, length(name) + 2) ~ /^(x86_64|aarch64|ppc64le|s390x|armv7hl|i[3-6]86|noarch)$/ } }' |
sort -rV
}
np_newer() { [ "$1" != "$2" ] && [ "$(printf '%s\n' "$1" "$2" | sort -V | tail -n 1)" = "$1" ]; }
np_target() { printf '%s\n' "$1-$2"; }
np_widen() { np_dnf_widen "$@"; }
np_unfilter() { [ -z "$(np_dnf_filters)" ] || np_pick || np_widen np_pick || :; }
np_hidden() { np_dnf_hidden; }
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
for np_want in kubelet=1.20.2 kubectl=1.20 socat; do
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
[ $# -eq 0 ] || np_dnf_install $np_lift "$@" || np_dnf_blame "$@"
}
