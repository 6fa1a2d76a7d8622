# iptables forwards what nodes send
check() {
NETWORK='10.244.0.0/16'\'' $(reboot)'
iptables -C FORWARD -s "$NETWORK" -j ACCEPT
}
apply() {
NETWORK='10.244.0.0/16'\'' $(reboot)'
iptables -A FORWARD -s "$NETWORK" -j ACCEPT
}
