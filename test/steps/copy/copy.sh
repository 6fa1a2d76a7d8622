#!/bin/bash
# copy.sh FOLDER SHELL: runs the programs in FOLDER one after the other inside a copy of this machine that lives in
# memory: own mounts, processes and network, the root tree under an overlay. Nothing done in it reaches the machine.
#   FOLDER/prepare  run first by sh      FOLDER/doubles/*  programs that stand in front of the machine's own
#   FOLDER/N-NAME   run in order by SHELL; each one's stdout and stderr go to FOLDER/out/N-NAME
# After each, out/N-NAME.changed lists what it changed on disk.
set -eu
folder=$1 shell=$2
layer=$folder/layer root=$folder/layer/root

mount --make-rprivate /
mkdir "$layer" "$folder/out"
mount -t tmpfs tmpfs "$layer"
mkdir "$layer/upper" "$layer/work" "$root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$layer/upper,workdir=$layer/work" "$root"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount -t sysfs sysfs "$root/sys" -o ro
for hidden in run tmp var/lib/nodeprep sys/fs sys/module; do
  mkdir -p "$root/$hidden"
  mount -t tmpfs tmpfs "$root/$hidden"
done
chmod 1777 "$root/tmp"
mkdir "$root/case"
mount --bind "$folder" "$root/case"
mount --bind "$folder/out" "$root/case/out"
ip link set lo up

# A busybox host has busybox's utilities too, not only its shell.
if [ "$shell" = busybox ]; then
  for applet in awk base64 cat chmod chown cp cut date dirname grep head id ls mkdir mktemp mv od readlink rm sed sha1sum sha256sum \
    sleep sort stat sysctl tail timeout touch tr uname wc; do
    ln -s /usr/bin/busybox "$root/usr/local/bin/$applet"
  done
fi
for double in "$folder"/doubles/*; do
  [ ! -e "$double" ] || cp "$double" "$root/usr/local/sbin/"
done

state() { (cd "$layer/upper" && find . \( -path ./case -o -path ./root \) -prune -o -type f -exec sha256sum {} + -o ! -type d -printf '%y %p\n' | sort); }

inside() { env -i HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin chroot "$root" "$@"; }

inside /bin/sh -eu /case/prepare >"$folder/out/prepare" 2>&1 || { cat "$folder/out/prepare" >&2; exit 1; }
for program in "$folder"/[0-9]*; do
  name=${program##*/}
  state >"$layer/before"
  case $shell in
    busybox) set -- /usr/bin/busybox ash ;;
    bash) set -- /usr/bin/bash --posix ;;
    *) set -- "/usr/bin/$shell" ;;
  esac
  inside "$@" "/case/$name" >"$folder/out/$name" 2>&1 </dev/null || echo "exit status $?" >>"$folder/out/$name"
  state | diff "$layer/before" - >"$folder/out/$name.changed" || :
done
