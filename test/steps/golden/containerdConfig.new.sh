# containerd configured in /etc/containerd/config.toml
# /etc/containerd/config.toml
#   # Written by nodeprep; other settings that are put here stay.
#   version = 2
#   
#   [plugins."io.containerd.x"]
#   y = "z"
#   list = [ "a", 1 ]
check() {
np_format=$(containerd config default | sed -n '/^version *=/ { s/[^0-9]//g; p; q; }') &&
case $np_format in 2 | 3 | 4) ;; [5-9]) np_format=4 ;; *) false ;; esac &&
case $np_format in
2) np_file_is /etc/containerd/config.toml cc97fe370a7726ac7a863ac79b61b9512a91cb80fef326e7d796df7fda346266 0644 root root ;;
3) np_file_is /etc/containerd/config.toml 0d4befc43bb4f3ee6a642a9210ebe72ed3a13ce2784135be43f7f9eb7fb39396 0644 root root ;;
4) np_file_is /etc/containerd/config.toml 560d27ce9f93267f52b9ef648f9712b5dce9761a447dab9a5084fceff67eec16 0644 root root ;;
esac
}
apply() {
{ np_format=$(containerd config default | sed -n '/^version *=/ { s/[^0-9]//g; p; q; }') &&
case $np_format in 2 | 3 | 4) ;; [5-9]) np_format=4 ;; *) false ;; esac; } || np_fail 'containerd config default does not say its version: is this containerd older than 1.3?'
case $np_format in
2)
np_config_2() {
cat <<'NP_END'
# Written by nodeprep; other settings that are put here stay.
version = 2

[plugins."io.containerd.x"]
y = "z"
list = [ "a", 1 ]
NP_END
}
np_put np_config_2 /etc/containerd/config.toml 0644 root root
;;
3)
np_config_3() {
cat <<'NP_END'
# Written by nodeprep; other settings that are put here stay.
version = 3

[plugins."io.containerd.x"]
y = "z"
list = [ "a", 1 ]
NP_END
}
np_put np_config_3 /etc/containerd/config.toml 0644 root root
;;
4)
np_config_4() {
cat <<'NP_END'
# Written by nodeprep; other settings that are put here stay.
version = 4

[plugins."io.containerd.x"]
y = "z"
list = [ "a", 1 ]
NP_END
}
np_put np_config_4 /etc/containerd/config.toml 0644 root root
;;
esac
}
