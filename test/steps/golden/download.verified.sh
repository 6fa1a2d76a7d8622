# /var/cache/nodeprep-test/tool.tgz from https://files.example.com/tool.tgz
check() {
np_file_is /var/cache/nodeprep-test/tool.tgz 835d6cf6c9f0682fe9752e5543b91496d9ecba7f156d5ab6f5fed61fcd8879e0 0755 root root
}
apply() {
np_keep /var/cache/nodeprep-test/tool.tgz
(umask 022; mkdir -p /var/cache/nodeprep-test)
np_fetch https://files.example.com/tool.tgz /var/cache/nodeprep-test/.tool.tgz.nodeprep || np_fail 'https://files.example.com/tool.tgz could not be fetched:' "$np_cause$(np_remedy)"
np_sum=$(sha256sum </var/cache/nodeprep-test/.tool.tgz.nodeprep)
[ "${np_sum%% *}" = 835d6cf6c9f0682fe9752e5543b91496d9ecba7f156d5ab6f5fed61fcd8879e0 ] || { rm -f /var/cache/nodeprep-test/.tool.tgz.nodeprep; np_fail 'https://files.example.com/tool.tgz is not what was wanted: its SHA-256 is' "${np_sum%% *}" 'instead of 835d6cf6c9f0682fe9752e5543b91496d9ecba7f156d5ab6f5fed61fcd8879e0'; }
chown root:root /var/cache/nodeprep-test/.tool.tgz.nodeprep
chmod 0755 /var/cache/nodeprep-test/.tool.tgz.nodeprep
mv -f /var/cache/nodeprep-test/.tool.tgz.nodeprep /var/cache/nodeprep-test/tool.tgz
}
