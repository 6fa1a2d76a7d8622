# repository cri-o (https://packages.example.com/core:/stable:/v1.31/deb/), signatures NOT verified
# /etc/yum.repos.d/nodeprep-cri-o.repo
#   [nodeprep-cri-o]
#   name=cri-o
#   baseurl=https://packages.example.com/core:/stable:/v1.31/deb/
#   enabled=1
#   gpgcheck=0
check() {
np_file_is /etc/yum.repos.d/nodeprep-cri-o.repo e1b1a16dcd9877d2a20ecf9c41196f18807f45fca0a9b95364fabf9dd4bb94e2 0644 root root
}
apply() {
np_put content /etc/yum.repos.d/nodeprep-cri-o.repo 0644 root root
rm -f "$NP_RUN/dnf-updated"
}
