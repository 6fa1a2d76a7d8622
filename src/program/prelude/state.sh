# A restart is owed from before the write until the service has restarted; a kill in between cannot lose it.
# np_owe UNIT|reboot WHY
np_owe() { if [ "$1" = reboot ]; then np_owe_reboot "$2"; else mkdir -p "$NP_STATE/owed" && : >"$NP_STATE/owed/$1"; fi; }
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

# What stood there before nodeprep first came: kept once, never overwritten, and on the disk before anything else is done. Of
# what was not there, which folders on the way were missing, too.
np_keep() { np_sure "cannot keep what stands at $1" np_keep_all "$1"; }
np_keep_all() {
  np_kept=$NP_STATE/before/files$1
  { [ ! -e "$np_kept" ] && [ ! -L "$np_kept" ] && [ ! -e "$np_kept.absent" ]; } || return 0
  mkdir -p "${np_kept%/*}" || return 1
  np_place "$1" || { printf '%s\n' "$np_where" >&2; return 1; }
  if [ -n "$np_last" ]; then
    rm -rf "$np_kept.tmp"
    np_copy "$np_kept.tmp" || { rm -rf "$np_kept.tmp"; return 1; }
    if [ "$np_last" = 32768 ]; then np_sync "$np_kept.tmp"; else sync; fi
    mv "$np_kept.tmp" "$np_kept" && np_sync "${np_kept%/*}"
  else
    env printf '%s' "$np_missing" >"$np_kept.absent"
  fi
}
# np_copy TO: what np_place found, as it is. In another user's folder only what he may read, and he must not fill our disk.
np_copy() {
  if [ "$np_actor" = 0 ]; then cp -a "$np_real" "$1"
  elif [ "$np_last" = 40960 ]; then np_link=$(np_as "$np_actor" '' readlink "$np_real") && ln -s "$np_link" "$1"
  elif [ "$np_last" = 32768 ] && [ "$np_size" -le 67108864 ]; then
    np_as "$np_actor" '' head -c "$np_size" "$np_real" >"$1" && chown "$np_u:$np_g" "$1" && chmod "${np_own%% *}" "$1"
  else
    echo "it is not a regular file of less than 64 MiB" >&2
    return 1
  fi
}
np_remember() { np_sure "cannot remember $1 $2" np_remember_all "$@"; }
np_remember_all() {
  np_kept=$NP_STATE/before/$1/$2
  [ ! -e "$np_kept" ] || return 0
  mkdir -p "${np_kept%/*}" && env printf '%s\n' "$3" >"$np_kept.tmp" && np_sync "$np_kept.tmp" && mv "$np_kept.tmp" "$np_kept"
}

# np_mark NAME [TEXT]: stands while something is under way that may not be left half done.
np_mark() { mkdir -p "$NP_STATE" && case $1 in */*) mkdir -p "$NP_STATE/${1%/*}" ;; esac && env printf '%s\n' "${2-}" >"$NP_STATE/$1" && np_sync "$NP_STATE/$1"; }

# np_journal STEP WORD: began before anything is touched, and what became of it. A shell's own printf does not say why it
# could not write.
np_journal() { np_sure "cannot write $NP_STATE/journal" np_journal_all "$@"; }
np_journal_all() {
  mkdir -p "$NP_STATE" && env printf '%s %s %s %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$NP_ID" "$1" "$2" >>"$NP_STATE/journal"
}
