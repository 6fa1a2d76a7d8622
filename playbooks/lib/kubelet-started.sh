# What kubelet reads when it starts, and never again.
np_kubelet_reads='/var/lib/kubelet/config.yaml /var/lib/kubelet/kubeadm-flags.env /etc/default/kubelet /etc/sysconfig/kubelet'
np_kubelet_current() { np_current kubelet $np_kubelet_reads; }
np_kubelet_former() { np_tell_former kubelet $np_kubelet_reads; }
