# repository kubernetes (https://packages.example.com/core:/stable:/v1.31/deb/)
# /etc/apt/sources.list.d/nodeprep-kubernetes.list
#   # key: https://packages.example.com/core:/stable:/v1.31/deb/Release.key
#   deb [arch=amd64 signed-by=/etc/apt/keyrings/nodeprep-kubernetes.asc] https://packages.example.com/core:/stable:/v1.31/deb/ /
check() {
[ -s /etc/apt/keyrings/nodeprep-kubernetes.asc ] && np_file_is /etc/apt/sources.list.d/nodeprep-kubernetes.list bcde5efe54faa863d562e750b9f57452374eac197e5aa61044506e91a105720e 0644 root root
}
apply() {
np_armor() {
if grep -q -e '^-----BEGIN PGP PUBLIC KEY BLOCK-----' "$1"; then cat "$1"; return; fi
case $(od -An -tx1 -N1 "$1") in *[89a-f]?) ;; *) return 1 ;; esac
printf '%s\n\n' '-----BEGIN PGP PUBLIC KEY BLOCK-----'
base64 "$1"
printf '%s\n' '-----END PGP PUBLIC KEY BLOCK-----'
}
np_fetch https://packages.example.com/core:/stable:/v1.31/deb/Release.key "$NP_RUN/key" || np_fail 'the signing key https://packages.example.com/core:/stable:/v1.31/deb/Release.key could not be fetched'
np_armor "$NP_RUN/key" >"$NP_RUN/key.asc" || np_fail 'https://packages.example.com/core:/stable:/v1.31/deb/Release.key is not an OpenPGP key'
np_write /etc/apt/keyrings/nodeprep-kubernetes.asc 0644 root root <"$NP_RUN/key.asc"
content | np_write /etc/apt/sources.list.d/nodeprep-kubernetes.list 0644 root root
rm -f "$NP_RUN/apt-updated"
}
