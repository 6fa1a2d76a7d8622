# repository kubernetes (https://packages.example.com/core:/stable:/v1.31/deb/)
# /etc/yum.repos.d/nodeprep-kubernetes.repo
#   [nodeprep-kubernetes]
#   name=kubernetes
#   baseurl=https://packages.example.com/core:/stable:/v1.31/deb/
#   enabled=1
#   gpgcheck=1
#   gpgkey=https://packages.example.com/core:/stable:/v1.31/deb/Release.key
#   exclude=kubelet kubeadm kube*
check() {
np_file_is /etc/yum.repos.d/nodeprep-kubernetes.repo 3bb003e95323f65576666327506759453b6aa6ee2c70e9e9005857ee8eb5389c 0644 root root
}
apply() {
np_put content /etc/yum.repos.d/nodeprep-kubernetes.repo 0644 root root
rm -f "$NP_RUN/dnf-updated"
}
