# a token to join with
check() {

}
apply() {
np_print() {
TTL=2h
kubeadm token create --ttl "$TTL"
}
np_printed=$(np_print)
}
