# file /etc/crictl.yaml
# /etc/crictl.yaml
#   runtime-endpoint: unix:///var/run/crio/crio.sock
changes() {
np_tell_owner /etc/crictl.yaml f846221c4d4ce4cd7cfde7907948f0c4286952fb9dadb9412fdfd8d0d437147e 0644 root root
}
check() {
np_file_is /etc/crictl.yaml f846221c4d4ce4cd7cfde7907948f0c4286952fb9dadb9412fdfd8d0d437147e 0644 root root
}
apply() {
[ ! -d /etc/crictl.yaml ] || [ -L /etc/crictl.yaml ] || np_fail '/etc/crictl.yaml is a folder; move it away first'
np_put content /etc/crictl.yaml 0644 root root
}
