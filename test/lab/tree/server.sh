#!/bin/sh
# Makes a server of a bare tree: users, sshd, and a boot without what makes no sense in the lab. $1: the tree.
set -eu
tree=$1

for user in ops deploy nobody-special; do
  chroot "$tree" useradd --create-home --shell /bin/bash "$user"
done
echo 'ops:lab-sudo-password' | chroot "$tree" chpasswd
echo 'ops ALL=(ALL:ALL) ALL' >"$tree/etc/sudoers.d/ops"
echo 'deploy ALL=(ALL:ALL) NOPASSWD: ALL' >"$tree/etc/sudoers.d/deploy"
chmod 440 "$tree/etc/sudoers.d/ops" "$tree/etc/sudoers.d/deploy"

cat >"$tree/etc/ssh/sshd_config.d/lab.conf" <<'END'
PasswordAuthentication no
PermitRootLogin prohibit-password
MaxStartups 200
MaxSessions 100
UseDNS no
END
# Each host makes its own.
rm -f "$tree"/etc/ssh/ssh_host_*
: >"$tree/etc/machine-id"
rm -f "$tree/var/lib/dbus/machine-id"
echo 'LANG=C.UTF-8' >"$tree/etc/default/locale"

# Hosts reach the lab's own network only; sources are written when a host is made.
rm -f "$tree/etc/apt/sources.list" "$tree"/etc/apt/sources.list.d/*
rm -f "$tree"/etc/apt/apt.conf.d/99mmdebstrap
rm -f "$tree/etc/resolv.conf"
: >"$tree/etc/resolv.conf"

# udev would act on the devices of the machine below; timers would hold apt's lock at a bad moment.
for unit in \
  systemd-udevd.service systemd-udev-trigger.service systemd-udevd-control.socket systemd-udevd-kernel.socket \
  systemd-timesyncd.service systemd-journald-audit.socket systemd-hwdb-update.service \
  getty.target getty@.service serial-getty@.service console-getty.service container-getty@.service \
  apt-daily.service apt-daily.timer apt-daily-upgrade.service apt-daily-upgrade.timer \
  dpkg-db-backup.timer e2scrub_all.timer e2scrub_reap.service fstrim.timer logrotate.timer man-db.timer \
  dnf-makecache.service dnf-makecache.timer \
  dev-hugepages.mount sys-kernel-debug.mount sys-kernel-tracing.mount sys-kernel-config.mount \
  sys-fs-fuse-connections.mount proc-sys-fs-binfmt_misc.automount proc-sys-fs-binfmt_misc.mount; do
  ln -sf /dev/null "$tree/etc/systemd/system/$unit"
done
# The kernel's messages are the machine's, not the host's.
mkdir -p "$tree/etc/systemd/journald.conf.d"
printf '[Journal]\nStorage=volatile\nReadKMsg=no\nAudit=no\n' >"$tree/etc/systemd/journald.conf.d/lab.conf"
