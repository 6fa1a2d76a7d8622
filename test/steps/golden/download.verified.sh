# /var/cache/nodeprep-test/tool.tgz from https://files.example.com/tool.tgz
check() {
np_file_is /var/cache/nodeprep-test/tool.tgz 835d6cf6c9f0682fe9752e5543b91496d9ecba7f156d5ab6f5fed61fcd8879e0 0755 root root
}
apply() {
np_download https://files.example.com/tool.tgz /var/cache/nodeprep-test/tool.tgz 0755 835d6cf6c9f0682fe9752e5543b91496d9ecba7f156d5ab6f5fed61fcd8879e0
}
