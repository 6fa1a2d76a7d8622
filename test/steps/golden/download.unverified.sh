# /tool.tgz from https://files.example.com/tool.tgz
check() {
[ -f /tool.tgz ] && [ "$(stat -c '%a %U %G' /tool.tgz)" = '644 root root' ]
}
apply() {
np_keep /tool.tgz
(umask 022; mkdir -p /)
np_fetch https://files.example.com/tool.tgz /.tool.tgz.nodeprep || np_fail 'https://files.example.com/tool.tgz could not be fetched:' "$np_cause$(np_remedy)"
chown root:root /.tool.tgz.nodeprep
chmod 0644 /.tool.tgz.nodeprep
mv -f /.tool.tgz.nodeprep /tool.tgz
}
