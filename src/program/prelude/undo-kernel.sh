# The kernel, swap and SELinux as they were before nodeprep first came.
# np_former_of KIND: the names of the records of that kind.
np_former_of() { [ ! -d "$NP_STATE/before/$1" ] || (cd "$NP_STATE/before/$1" && find . -type f ! -name '*.tmp' | sed 's,^\./,,' | sort); }
# np_undo_kernel check|changes|apply
np_undo_kernel() { for np_part in sysctl parameters modules selinux swap; do "np_undo_$np_part" "$1" || return 1; done; }
np_undo_sysctl() {
  for np_key in $(np_former_of sysctl); do
    [ -e "/proc/sys/$np_key" ] || continue
    np_former=$(sed -n 1p "$NP_STATE/before/sysctl/$np_key" | tr -s '\t ' ' ')
    np_set=$(sed -n 2p "$NP_STATE/before/sysctl/$np_key") np_is=$(tr -s '\t ' ' ' <"/proc/sys/$np_key")
    [ "$np_is" != "$np_former" ] || continue
    if [ -n "$np_set" ] && [ "$np_is" != "$np_set" ]; then
      [ "$1" != check ] || np_warn "$np_key was changed by somebody else than nodeprep: it stays $np_is"
      continue
    fi
    case $1 in
      check) return 1 ;;
      changes) printf '%s\n' "- $np_key = $np_is" "+ $np_key = $np_former" ;;
      apply)
        (printf '%s\n' "$np_former" >"/proc/sys/$np_key") 2>/dev/null && continue
        np_warn "$np_key stays $np_is: it cannot be written on this host"
        rm -f "$NP_STATE/before/sysctl/$np_key"
        ;;
    esac
  done
}
# What follows is tried once: then its record goes.
np_undo_parameters() {
  for np_key in $(np_former_of kernelParameter); do
    np_former=$(cat "$NP_STATE/before/kernelParameter/$np_key")
    case $1 in
      check) return 1 ;;
      changes) printf '%s\n' "- kernel parameter $np_key" ${np_former:+"+ kernel parameter $np_former"} ;;
      apply)
        if [ -n "$np_former" ]; then grubby --update-kernel=ALL "--args=$np_former"
        else grubby --update-kernel=ALL "--remove-args=$np_key"; fi
        np_reboot_later
        rm -f "$NP_STATE/before/kernelParameter/$np_key"
        ;;
    esac
  done
  [ -e "$NP_STATE/grub-changed" ] || return 0
  case $1 in
    check) return 1 ;;
    apply)
      update-grub
      np_reboot_later
      rm -f "$NP_STATE/grub-changed"
      ;;
  esac
}
np_reboot_later() { np_warn 'reboot this host: its kernel still runs with the parameters that nodeprep gave it'; }
np_undo_modules() {
  for np_key in $(np_former_of module); do
    case $1 in
      check) return 1 ;;
      changes) printf '%s\n' "- kernel module $np_key" ;;
      apply)
        [ ! -d "/sys/module/$np_key" ] || modprobe -r "$np_key" 2>/dev/null || np_say "kernel module $np_key stays loaded until the next reboot"
        rm -f "$NP_STATE/before/module/$np_key"
        ;;
    esac
  done
}
np_undo_selinux() {
  np_enforce=/sys/fs/selinux/enforce
  [ -e "$NP_STATE/before/selinux/live" ] && [ "$(cat "$NP_STATE/before/selinux/live" "$np_enforce" 2>/dev/null | tr '\n' ' ')" = '1 0 ' ] || return 0
  case $1 in
    check) return 1 ;;
    changes) printf '%s\n' '- SELinux permissive' '+ SELinux enforcing' ;;
    apply) printf 1 >"$np_enforce" ;;
  esac
}
np_undo_swap() {
  [ -e "$NP_STATE/before/swap/in-use" ] || return 0
  case $1 in
    check) return 1 ;;
    changes) sed 's/^/+ swap /' "$NP_STATE/before/swap/in-use" ;;
    apply)
      systemctl daemon-reload
      while read -r np_key; do
        grep -q "^$np_key[[:blank:]]" /proc/swaps || swapon "$np_key" || np_warn "swap $np_key could not be switched on again"
      done <"$NP_STATE/before/swap/in-use"
      rm -f "$NP_STATE/before/swap/in-use"
      ;;
  esac
}
