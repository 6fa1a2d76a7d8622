#!/bin/sh
# Makes a CentOS Stream 9 lookalike of a Debian tree with dnf and rpm. It proves the dnf path, not CentOS's userland.
# $1: the tree.
set -eu
tree=$1

rm -f "$tree/etc/os-release"
cat >"$tree/etc/os-release" <<'END'
NAME="CentOS Stream"
VERSION="9"
ID="centos"
ID_LIKE="rhel fedora"
VERSION_ID="9"
PLATFORM_ID="platform:el9"
PRETTY_NAME="CentOS Stream 9"
CPE_NAME="cpe:/o:centos:centos:9"
END
echo 'CentOS Stream release 9' >"$tree/etc/redhat-release"
rm -f "$tree/etc/debian_version"

mkdir -p "$tree/etc/dnf/vars" "$tree/etc/yum.repos.d" "$tree/etc/selinux"
echo 9 >"$tree/etc/dnf/vars/releasever"
ln -sf dnf "$tree/usr/bin/yum"
printf 'SELINUX=enforcing\nSELINUXTYPE=targeted\n' >"$tree/etc/selinux/config"
chroot "$tree" rpm --initdb

# Whoever looks for apt-get or dpkg must not find them.
aside=$tree/usr/lib/lab-debian
mkdir -p "$aside"
for tool in "$tree"/usr/bin/apt* "$tree"/usr/bin/dpkg* "$tree"/usr/sbin/dpkg*; do
  if [ -e "$tool" ]; then mv "$tool" "$aside/"; fi
done
rm -rf "$tree/etc/apt"
