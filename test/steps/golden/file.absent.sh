# no file /etc/cni/net.d/10-crio-bridge.conflist
check() {
[ ! -e /etc/cni/net.d/10-crio-bridge.conflist ] && [ ! -L /etc/cni/net.d/10-crio-bridge.conflist ]
}
apply() {
[ ! -d /etc/cni/net.d/10-crio-bridge.conflist ] || [ -L /etc/cni/net.d/10-crio-bridge.conflist ] || np_fail '/etc/cni/net.d/10-crio-bridge.conflist is a folder; move it away first'
np_remove /etc/cni/net.d/10-crio-bridge.conflist root
}
