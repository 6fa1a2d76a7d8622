# CRI-O answers on its socket
check() {
SOCKET=/run/crio/crio.sock
[ -S "$SOCKET" ] && crictl info >/dev/null
}
apply() {
SOCKET=/run/crio/crio.sock
np_holds() {
[ -S "$SOCKET" ] && crictl info >/dev/null
}
np_clock; np_until=$((np_now + 60)) np_next=0
until (np_holds) >/dev/null 2>&1; do
! np_give_up || exit 1
np_clock
[ "$np_now" -lt "$np_until" ] || {
(
journalctl -u crio -n 5
) >&2 || :
np_fail 'not within 60 s: CRI-O answers on its socket'
}
[ "$np_now" -lt "$np_next" ] || {
np_say "waiting for up to $((np_until - np_now)) s:" 'CRI-O answers on its socket'
np_next=$((np_now + 30))
}
np_nap 1
done
}
