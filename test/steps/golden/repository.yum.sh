# repository kubernetes (https://packages.example.com/core:/stable:/v1.31/deb/)
# /etc/yum.repos.d/nodeprep-kubernetes.repo
#   [nodeprep-kubernetes]
#   name=kubernetes
#   baseurl=https://packages.example.com/core:/stable:/v1.31/deb/
#   enabled=1
#   skip_if_unavailable=0
#   module_hotfixes=1
#   gpgcheck=1
#   gpgkey=https://packages.example.com/core:/stable:/v1.31/deb/Release.key
#   exclude=kubelet kubeadm kube*
check() {
np_file_is /etc/yum.repos.d/nodeprep-kubernetes.repo 675c22ab258f3565e1fcc41f9cf4aa87b2b3fff8c7b2894822f089c03f031e85 0644 root root
}
apply() {
np_put content /etc/yum.repos.d/nodeprep-kubernetes.repo 0644 root root
rm -f "$NP_RUN/dnf-updated"
}
