# np_without_parameters WHERE LEFT REBOOT NAME…: takes parameters of the kernel that nodeprep has set out of the boot loader's
# configuration. WHERE is the file of update-grub's, LEFT is not empty where others stay in it, REBOOT is yes where this run may
# reboot. What the running kernel has of them stays until then.
np_without_parameters() {
  np_where=$1 np_left=$2 np_may=$3
  shift 3
  if command -v update-grub >/dev/null; then
    [ -n "$np_left" ] || np_remove "$np_where" root
    update-grub || np_fail 'update-grub failed, see above'
  elif command -v grubby >/dev/null; then
    for np_one do
      grubby --update-kernel=ALL --remove-args="$np_one" || np_fail 'grubby failed, see above'
      np_before=
      [ ! -r "$NP_STATE/before/kernelParameter/$np_one" ] || read -r np_before <"$NP_STATE/before/kernelParameter/$np_one" || :
      [ -z "$np_before" ] || grubby --update-kernel=ALL --args="$np_before" || np_fail 'grubby failed, see above'
    done
  else np_fail "this host has neither update-grub nor grubby: take $* off its kernel's command line by hand, where the host is booted from"; fi
  np_still=
  read -r np_line </proc/cmdline || :
  for np_one do
    case " $np_line " in *" $np_one "* | *" $np_one="*) np_still="$np_still $np_one" ;; esac
  done
  if [ -z "$np_still$np_left" ] && np_why= && np_reboot_owed; then
    # They were taken out before anybody rebooted.
    case $np_why in 'kernel parameters '*) rm -f "$NP_STATE/owed/reboot" ;; esac
  fi
  [ -n "$np_still" ] || return 0
  if [ "$np_may" = yes ]; then np_owe_reboot "kernel parameters taken out:$np_still"
  else np_warn "a reboot is pending: until then the running kernel has these parameters, which cluster.yaml does not have any more:$np_still"; fi
}
