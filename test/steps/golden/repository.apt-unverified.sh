# repository cri-o (https://packages.example.com/core:/stable:/v1.31/deb/), signatures NOT verified
# /etc/apt/sources.list.d/nodeprep-cri-o.list
#   deb [arch=amd64 trusted=yes] https://packages.example.com/core:/stable:/v1.31/deb/ /
check() {
np_file_is /etc/apt/sources.list.d/nodeprep-cri-o.list e456793fa3784ba9d3367ca3c691c3d4c850ae3350acc96022b9107aa02d2ac7 0644 root root && np_apt_alone https://packages.example.com/core:/stable:/v1.31/deb/ /
}
apply() {
np_apt_others cri-o https://packages.example.com/core:/stable:/v1.31/deb/ / ''
np_apt_key_kept cri-o
content >"$NP_RUN/apt/new"
np_apt_try cri-o https://packages.example.com/core:/stable:/v1.31/deb/
np_apt_take_over
np_put content /etc/apt/sources.list.d/nodeprep-cri-o.list 0644 root root
rm -f "$NP_RUN/apt-updated"
}
