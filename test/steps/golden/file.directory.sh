# folder /etc/crio/crio.conf.d
check() {
[ -d /etc/crio/crio.conf.d ] && [ "$(stat -Lc '%a %U %G' /etc/crio/crio.conf.d)" = '755 root adm' ]
}
apply() {
np_folder /etc/crio/crio.conf.d 0755 root adm
}
