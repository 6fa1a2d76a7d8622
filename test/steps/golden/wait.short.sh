# it is there
check() {
[ -e /there ]
}
apply() {
np_holds() {
[ -e /there ]
}
np_clock; np_until=$((np_now + 5))
np_say 'waiting for up to 5 s: it is there'
until (np_holds) >/dev/null 2>&1; do
np_clock
[ "$np_now" -lt "$np_until" ] || {
np_fail 'not within 5 s: it is there'
}
sleep 2
done
}
