# folder /etc/crio/crio.conf.d
check() {
[ -d /etc/crio/crio.conf.d ] && [ "$(stat -Lc '%a %U %G' /etc/crio/crio.conf.d)" = '755 root adm' ]
}
apply() {
[ -d /etc/crio/crio.conf.d ] || np_keep /etc/crio/crio.conf.d
umask 022
mkdir -p /etc/crio/crio.conf.d
chown root:adm /etc/crio/crio.conf.d
chmod 0755 /etc/crio/crio.conf.d
}
