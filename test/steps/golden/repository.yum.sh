# repository kubernetes (https://packages.example.com/core:/stable:/v1.31/deb/)
# /etc/yum.repos.d/nodeprep-kubernetes.repo
#   # key: https://packages.example.com/core:/stable:/v1.31/deb/Release.key
#   [nodeprep-kubernetes]
#   name=kubernetes
#   baseurl=https://packages.example.com/core:/stable:/v1.31/deb/
#   enabled=1
#   skip_if_unavailable=0
#   module_hotfixes=1
#   gpgcheck=1
#   gpgkey=file:///etc/pki/rpm-gpg/RPM-GPG-KEY-nodeprep-kubernetes
#   exclude=kubelet kubeadm kube*
check() {
[ -s /etc/pki/rpm-gpg/RPM-GPG-KEY-nodeprep-kubernetes ] && np_file_is /etc/yum.repos.d/nodeprep-kubernetes.repo f3b85757f728041e25413d0a927d5b30d622e1e0c25de2fa8b6a0601e0d21c18 0644 root root
}
apply() {
np_rpm_key kubernetes https://packages.example.com/core:/stable:/v1.31/deb/Release.key
content >"$NP_RUN/repo"
np_dnf_try kubernetes
np_write /etc/pki/rpm-gpg/RPM-GPG-KEY-nodeprep-kubernetes 0644 root root <"$NP_RUN/key.asc"
np_put content /etc/yum.repos.d/nodeprep-kubernetes.repo 0644 root root
rm -f "$NP_RUN/dnf-updated"
}
