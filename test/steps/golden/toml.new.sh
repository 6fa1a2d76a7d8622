# settings in /etc/containerd/config.toml
# /etc/containerd/config.toml
#   # Written by nodeprep; other settings that are put here stay.
#   version = 2
#   
#   [plugins."io.containerd.x"]
#   y = "z"
#   list = [ "a", 1 ]
check() {
np_file_is /etc/containerd/config.toml cc97fe370a7726ac7a863ac79b61b9512a91cb80fef326e7d796df7fda346266 0644 root root
}
apply() {
np_put content /etc/containerd/config.toml 0644 root root
}
