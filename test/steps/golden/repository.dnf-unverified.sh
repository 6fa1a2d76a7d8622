# repository cri-o (https://packages.example.com/core:/stable:/v1.31/deb/), signatures NOT verified
# /etc/yum.repos.d/nodeprep-cri-o.repo
#   [nodeprep-cri-o]
#   name=cri-o
#   baseurl=https://packages.example.com/core:/stable:/v1.31/deb/
#   enabled=1
#   skip_if_unavailable=0
#   gpgcheck=0
check() {
np_file_is /etc/yum.repos.d/nodeprep-cri-o.repo b1b109f9e621f2b718111b5e4c6ecaa38c9e8e80f88ebff74a556c9bbac14fa5 0644 root root
}
apply() {
np_put content /etc/yum.repos.d/nodeprep-cri-o.repo 0644 root root
rm -f "$NP_RUN/dnf-updated"
}
