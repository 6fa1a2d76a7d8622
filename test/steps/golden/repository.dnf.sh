# repository kubernetes (https://packages.example.com/core:/stable:/v1.31/deb/)
# /etc/yum.repos.d/nodeprep-kubernetes.repo
#   [nodeprep-kubernetes]
#   name=kubernetes
#   baseurl=https://packages.example.com/core:/stable:/v1.31/deb/
#   enabled=1
#   skip_if_unavailable=0
#   gpgcheck=1
#   gpgkey=https://packages.example.com/core:/stable:/v1.31/deb/Release.key
#   exclude=kubelet kubeadm kube*
check() {
np_file_is /etc/yum.repos.d/nodeprep-kubernetes.repo ffefb90aa5bed31fba23d822f7c0d846118a0777117fa7d99169165d8751630d 0644 root root
}
apply() {
np_put content /etc/yum.repos.d/nodeprep-kubernetes.repo 0644 root root
rm -f "$NP_RUN/dnf-updated"
}
