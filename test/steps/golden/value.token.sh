# a token to join with
check() {
: && [ -s "$NP_RUN"/out/join ]
}
apply() {
np_print() {
TTL=2h
kubeadm token create --ttl "$TTL"
}
np_printed=$(np_print)
printf '%s\n' "$np_printed" | np_provide join
}
