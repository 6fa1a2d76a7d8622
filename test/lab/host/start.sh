#!/bin/sh
# Runs in a new host's namespaces as its first process: mounts its root, pivots into it and becomes systemd.
# $1: cgroups, $2: network namespace, $3: host's state folder, $4: host name, $5: read-only layers, the uppermost first, with
# colons between; $6: disk folder; then arguments for init.
set -eu
cgroups=$1 state=$3 name=$4 layers=$5 disk=$6
shift 6
# /proc is still the machine's: this is the pid by which the machine knows this process.
read -r pid _ </proc/self/stat
exec 3>"$state/init.pid" 4<"$cgroups"

hostname "$name"
root=$disk/root
mkdir -p "$root" "$disk/upper" "$disk/work"
# A killed host leaves the mark that its disk was not synced; nobody's data depends on it.
rm -rf "$disk/work/work/incompat"
mount -t overlay -o "lowerdir=$layers,upperdir=$disk/upper,workdir=$disk/work,volatile,xino=on" overlay "$root"

# An overlay does not go on top of an overlay, so container stores get plain folders.
for store in containers containerd kubelet etcd crio; do
  mkdir -p "$disk/stores/$store" "$root/var/lib/$store"
  mount --bind "$disk/stores/$store" "$root/var/lib/$store"
done

mount -t proc -o nosuid,nodev,noexec proc "$root/proc"
mount -t sysfs -o nosuid,nodev,noexec sysfs "$root/sys"
mount -t tmpfs -o mode=755,nosuid,nodev tmpfs "$root/run"
mount -t tmpfs -o mode=755,nosuid tmpfs "$root/dev"
for device in null zero full random urandom tty kmsg fuse; do
  if [ -e "/dev/$device" ]; then
    : >"$root/dev/$device"
    mount --bind "/dev/$device" "$root/dev/$device"
  fi
done
: >"$root/dev/console"
mount --bind "$state/console" "$root/dev/console"
mkdir "$root/dev/pts" "$root/dev/shm" "$root/dev/mqueue"
mount -t devpts -o newinstance,ptmxmode=666,mode=620,gid=5 devpts "$root/dev/pts"
mount -t tmpfs -o mode=1777,nosuid,nodev tmpfs "$root/dev/shm"
ln -s pts/ptmx "$root/dev/ptmx"
ln -s /proc/self/fd "$root/dev/fd"
ln -s /proc/self/fd/0 "$root/dev/stdin"
ln -s /proc/self/fd/1 "$root/dev/stdout"
ln -s /proc/self/fd/2 "$root/dev/stderr"

# Hosts share a kernel and hardware; what tells hosts and boots apart must differ all the same.
cat /proc/sys/kernel/random/uuid >"$state/boot_id"
mount --bind "$state/boot_id" "$root/proc/sys/kernel/random/boot_id"
if [ -e "$root/sys/class/dmi/id/product_uuid" ]; then
  mount --bind "$state/product_uuid" "$root/sys/class/dmi/id/product_uuid"
fi

# The kernel is the machine's; where a host has a boot loader's configuration, its command line is what that says.
if [ -e "$root/boot/grub/grub.cfg" ]; then
  sed -n 's/^linux [^ ]* //p' "$root/boot/grub/grub.cfg" | head -n 1 >"$state/cmdline"
elif [ -d "$root/boot/entries" ]; then
  cat "$root/boot/entries"/* | head -n 1 >"$state/cmdline"
else
  : >"$state/cmdline"
fi
if [ -s "$state/cmdline" ]; then mount --bind "$state/cmdline" "$root/proc/cmdline"; fi

while read -r type options at _ <&4; do
  if [ "$at" != . ] && ! mountpoint -q "$root/sys/fs/cgroup"; then
    mount -t tmpfs -o mode=755,nosuid,nodev,noexec tmpfs "$root/sys/fs/cgroup"
  fi
  mkdir -p "$root/sys/fs/cgroup/$at"
  mount -t "$type" -o "$options" "$type" "$root/sys/fs/cgroup/$at"
  # Controllers mounted together go by each one's name too.
  case $options in
    *,*) for controller in $(echo "$options" | tr , ' '); do
      if [ ! -e "$root/sys/fs/cgroup/$controller" ]; then ln -s "$at" "$root/sys/fs/cgroup/$controller"; fi
    done ;;
  esac
done

sh "${0%/*}/modules.sh" "$root"

# A new network namespace takes over what the machine has set; a bare server forwards nothing.
echo 0 >"$root/proc/sys/net/ipv4/ip_forward"

cd "$root"
pivot_root . .
umount -l .
cd /
# As systemd does on hardware: what is mounted in a host is seen in its containers.
mount --make-rshared /
echo "$pid" >&3
exec env -i container=lab PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
  /sbin/init "$@" 3>&- 4<&- </dev/null >/dev/console 2>&1
