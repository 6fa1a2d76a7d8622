# A restart is owed from before the write until the service has restarted; a kill in between cannot lose it.
np_owe() { mkdir -p "$NP_STATE/owed" && : >"$NP_STATE/owed/$1"; }
np_paid() { rm -f "$NP_STATE/owed/$1"; }
np_owed() {
  case $NP_OWING in *" $1 "*) return 0 ;; esac
  [ -e "$NP_STATE/owed/$1" ]
}

# A reboot is owed for as long as the boot lasts that it became owed in; the mark has that boot's id and the reason.
np_boot_of() {
  np_mark= np_why= np_boot=
  [ -r "$NP_STATE/owed/reboot" ] || return 1
  read -r np_mark np_why <"$NP_STATE/owed/reboot" && read -r np_boot </proc/sys/kernel/random/boot_id
}
np_owe_reboot() {
  read -r np_boot </proc/sys/kernel/random/boot_id && mkdir -p "$NP_STATE/owed" &&
    printf '%s\n' "$np_boot $*" >"$NP_STATE/owed/.reboot" && mv "$NP_STATE/owed/.reboot" "$NP_STATE/owed/reboot"
}
np_reboot_owed() {
  case $NP_OWING in *" reboot "*) return 0 ;; esac
  np_boot_of && [ "$np_mark" = "$np_boot" ]
}
np_has_rebooted() { np_boot_of && [ "$np_mark" != "$np_boot" ]; }

# What stood there before nodeprep first came: kept once, never overwritten.
np_keep() {
  np_kept=$NP_STATE/before/files$1
  { [ ! -e "$np_kept" ] && [ ! -L "$np_kept" ] && [ ! -e "$np_kept.absent" ]; } || return 0
  mkdir -p "${np_kept%/*}" || return 1
  if [ -e "$1" ] || [ -L "$1" ]; then
    rm -rf "$np_kept.tmp" && cp -a "$1" "$np_kept.tmp" && mv "$np_kept.tmp" "$np_kept"
  else
    : >"$np_kept.absent"
  fi
}
np_remember() {
  np_kept=$NP_STATE/before/$1/$2
  [ ! -e "$np_kept" ] || return 0
  mkdir -p "${np_kept%/*}" && printf '%s\n' "$3" >"$np_kept.tmp" && mv "$np_kept.tmp" "$np_kept"
}
