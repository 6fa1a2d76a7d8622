# rebooted since the last change that requires it
check() {
! np_reboot_owed
}
apply() {
np_why=
np_reboot_owed
[ "$NP_REBOOTED" != yes ] || np_fail "a reboot is owed, for $np_why: "'this run has rebooted the host once already: run the same command again'
np_journal reboot "$np_why"
np_event "reboot $NP_STEP 300"
sleep 1
systemctl reboot || np_fail 'systemctl reboot failed, see above'
np_clock
np_until=$((np_now + 300))
while [ "$np_now" -lt "$np_until" ]; do
np_nap 1
np_clock
done
np_fail 'the host has not gone down within 300 s of systemctl reboot: see what holds it up by systemctl list-jobs'
}
