# repository cri-o (https://packages.example.com/core:/stable:/v1.31/deb/), signatures NOT verified
# /etc/yum.repos.d/nodeprep-cri-o.repo
#   [nodeprep-cri-o]
#   name=cri-o
#   baseurl=https://packages.example.com/core:/stable:/v1.31/deb/
#   enabled=1
#   skip_if_unavailable=0
#   module_hotfixes=1
#   gpgcheck=0
check() {
np_file_is /etc/yum.repos.d/nodeprep-cri-o.repo 95b633b3de22a1054f77e8080dbbab7d911bf9a0db5b39f863592e914ea8a6c4 0644 root root
}
apply() {
content >"$NP_RUN/repo"
np_dnf_try cri-o
np_put content /etc/yum.repos.d/nodeprep-cri-o.repo 0644 root root
rm -f "$NP_RUN/dnf-updated"
}
