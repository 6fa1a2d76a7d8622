/** Stands in for update-grub: makes /boot/grub/grub.cfg of /etc/default/grub.d, with two kernels. */
export const updateGrub = `#!/bin/sh
# update-grub-double: knows no option.
[ $# -eq 0 ] || { echo "update-grub-double: unexpected: $*" >&2; exit 64; }
GRUB_CMDLINE_LINUX_DEFAULT=quiet
for file in /etc/default/grub.d/*.cfg; do [ ! -e "$file" ] || . "$file"; done
mkdir -p /boot/grub
for kernel in 6.1 6.0; do echo "linux /vmlinuz-$kernel root=/dev/vda1 ro $GRUB_CMDLINE_LINUX_DEFAULT"; done >/boot/grub/grub.cfg
`

/** Stands in for grubby: a file of arguments for each of two kernels in /boot/entries. */
export const grubby = `#!/bin/sh
# grubby-double: knows three calls.
show() { echo "kernel=\\"/boot/$1\\""; echo "args=\\"$(cat /boot/entries/$1)\\""; }
case "$*" in
  --info=ALL) for entry in /boot/entries/*; do show "\${entry##*/}"; done ;;
  --info=DEFAULT) show 5.14 ;;
  --update-kernel=ALL\\ --args=*)
    args=\${2#--args=}
    for entry in /boot/entries/*; do
      line=$(cat "$entry")
      for arg in $args; do
        line=$(for old in $line; do case $old in "\${arg%%=*}" | "\${arg%%=*}="*) ;; *) printf '%s ' "$old" ;; esac; done)$arg
      done
      echo "$line" >"$entry"
    done ;;
  *) echo "grubby-double: unexpected: $*" >&2; exit 64 ;;
esac
`
