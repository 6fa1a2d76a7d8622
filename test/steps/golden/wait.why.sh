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
np_clock; np_until=$((np_now + 60))
np_say 'waiting for up to 60 s: CRI-O answers on its socket'
until (np_holds) >/dev/null 2>&1; do
np_clock
[ "$np_now" -lt "$np_until" ] || {
(
journalctl -u crio -n 5
) >&2 || :
np_fail 'not within 60 s: CRI-O answers on its socket'
}
sleep 1
done
}
