# settings in /etc/containerd/config.toml
# /etc/containerd/config.toml
#   # Written by nodeprep; other settings that are put here stay.
#   version = 2
#   
#   [plugins."io.containerd.x"]
#   y = "z"
#   list = [ "a", 1 ]
check() {
np_choose() {
format=$(containerd config default | sed -n '/^version *=/ { s/[^0-9]//g; p; q; }')
case $format in
  2 | 3 | 4) printf '%s\n' "$format" ;;
  [5-9]) echo 4 ;;
  *)
    echo 'containerd config default does not say its version: is this containerd older than 1.3?' >&2
    false ;;
esac
}
np_chosen=$(np_choose 2>/dev/null) &&
case $np_chosen in
2) np_file_is /etc/containerd/config.toml cc97fe370a7726ac7a863ac79b61b9512a91cb80fef326e7d796df7fda346266 0644 root root ;;
3) np_file_is /etc/containerd/config.toml 0d4befc43bb4f3ee6a642a9210ebe72ed3a13ce2784135be43f7f9eb7fb39396 0644 root root ;;
4) np_file_is /etc/containerd/config.toml 560d27ce9f93267f52b9ef648f9712b5dce9761a447dab9a5084fceff67eec16 0644 root root ;;
*) false ;;
esac
}
apply() {
np_choose() {
format=$(containerd config default | sed -n '/^version *=/ { s/[^0-9]//g; p; q; }')
case $format in
  2 | 3 | 4) printf '%s\n' "$format" ;;
  [5-9]) echo 4 ;;
  *)
    echo 'containerd config default does not say its version: is this containerd older than 1.3?' >&2
    false ;;
esac
}
np_chosen=$(np_choose) || np_fail 'cannot choose between 2, 3, 4: the script of this step failed'
case $np_chosen in
2)
np_toml_1() {
cat <<'NP_END'
# Written by nodeprep; other settings that are put here stay.
version = 2

[plugins."io.containerd.x"]
y = "z"
list = [ "a", 1 ]
NP_END
}
np_put np_toml_1 /etc/containerd/config.toml 0644 root root
;;
3)
np_toml_2() {
cat <<'NP_END'
# Written by nodeprep; other settings that are put here stay.
version = 3

[plugins."io.containerd.x"]
y = "z"
list = [ "a", 1 ]
NP_END
}
np_put np_toml_2 /etc/containerd/config.toml 0644 root root
;;
4)
np_toml_3() {
cat <<'NP_END'
# Written by nodeprep; other settings that are put here stay.
version = 4

[plugins."io.containerd.x"]
y = "z"
list = [ "a", 1 ]
NP_END
}
np_put np_toml_3 /etc/containerd/config.toml 0644 root root
;;
*) np_fail "the script of this step chose $np_chosen, which is none of "'2, 3, 4' ;;
esac
}
