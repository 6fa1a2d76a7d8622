# folder /etc/crio/crio.conf.d
changes() {
[ ! -d /etc/crio/crio.conf.d ] || np_tell /etc/crio/crio.conf.d "$(stat -Lc '%a %U %G' /etc/crio/crio.conf.d)" '755 root adm'
}
check() {
[ -d /etc/crio/crio.conf.d ] && [ "$(stat -Lc '%a %U %G' /etc/crio/crio.conf.d)" = '755 root adm' ]
}
apply() {
np_folder /etc/crio/crio.conf.d 0755 root adm
}
