# it is there
check() {
[ -e /there ]
}
apply() {
np_holds() {
[ -e /there ]
}
np_clock; np_until=$((np_now + 5)) np_next=0
until (np_holds) >/dev/null 2>&1; do
! np_give_up || exit 1
np_clock
[ "$np_now" -lt "$np_until" ] || {
np_fail 'not within 5 s: it is there'
}
[ "$np_now" -lt "$np_next" ] || {
np_say "waiting for up to $((np_until - np_now)) s:" 'it is there'
np_next=$((np_now + 30))
}
np_nap 2
done
}
