# Files as they were before nodeprep first came, from what np_keep and np_wrote recorded.
# np_kept_files: every record, what is in a folder before it.
np_kept_files() { [ ! -d "$NP_STATE/before/files" ] || find "$NP_STATE/before/files" ! -type d ! -name '*.tmp' | sort -r; }
# np_undo_of RECORD: $np_file is the path that it is about, $np_undo what is to be done there: put, remove, nothing, or keep, since
# somebody else changed it.
np_undo_of() {
  np_record_of=$1 np_former=absent np_modes= np_undo=keep
  np_file=${1#"$NP_STATE/before/files"}
  case $np_file in
    *.absent) np_file=${np_file%.absent} ;;
    *)
      np_what "$1"
      np_former=$np_is
      np_modes=$(stat -c '%a %u %g' "$1")
      ;;
  esac
  np_what "$np_file"
  np_ours=
  ! grep -qsxF -e "$np_is" "$NP_STATE/wrote$np_file.wrote" || np_ours=yes
  if [ "$np_is" = "$np_former" ]; then
    case $np_is in
      absent | link*) np_undo=nothing ;;
      *) [ -n "$np_ours" ] && [ "$(stat -c '%a %u %g' "$np_file")" != "$np_modes" ] && np_undo=put || np_undo=nothing ;;
    esac
  elif [ -n "$np_ours" ]; then
    case $np_former$np_is in
      absentfolder) if [ -z "$(ls -A "$np_file")" ]; then np_undo=remove; fi ;;
      absent*) np_undo=remove ;;
      *) np_undo=put ;;
    esac
  fi
}
# np_undo_files check|changes|apply: what somebody else changed since stays, and is named.
np_undo_files() {
  np_all=$(np_kept_files) np_how=$1 np_left=
  set -f; IFS=$NP_NL
  for np_each in $np_all; do
    set +f; unset IFS
    np_undo_of "$np_each"
    case $np_how-$np_undo in
      *-nothing) ;;
      check-keep) np_warn "$np_file was changed by somebody else than nodeprep: it stays as it is" ;;
      *-keep) ;;
      check-*) return 1 ;;
      changes-put) printf '%s\n' "- $np_file as nodeprep wrote it" "+ $np_file as it was before" ;;
      changes-remove) printf '%s\n' "- $np_file" ;;
      apply-*) np_undo_file ;;
    esac
    set -f; IFS=$NP_NL
  done
  set +f; unset IFS
  np_undo_folders "$1"
}
np_undo_file() {
  case $np_file in /etc/default/grub.d/*) np_mark grub-changed ;; esac
  np_owe_units
  np_place "$np_file" || np_fail "cannot put $np_file back: $np_where"
  case $np_undo-$np_former in
    remove-*)
      [ "$np_is" = folder ] || { np_remove "$np_file" "$(stat -c %U "$np_file")"; return; }
      np_sure "cannot remove $np_file" rmdir "$np_file"
      ;;
    put-link*)
      [ "$np_actor" = 0 ] || np_fail "cannot put the link $np_file back: another user can change the folder it is in"
      np_tmp=$(mktemp -u "${np_real%/*}/.${np_real##*/}.nodeprep.XXXXXX")
      ln -s "${np_former#link }" "$np_tmp"
      (set -- "$np_real"; eval "$NP_MOVE")
      ;;
    put-*) np_write "$np_file" $(stat -c '%a %U %G' "$np_record_of") <"$np_record_of" ;;
  esac
}
# Folders that were not there before, and are empty now.
np_undo_folders() {
  [ -d "$NP_STATE/before/files" ] || return 0
  np_all=$(find "$NP_STATE/before/files" -type f -name '*.absent' -exec cat {} + | sort -ru)
  set -f; IFS=$NP_NL
  for np_each in $np_all; do
    [ -d "$np_each" ] && [ ! -L "$np_each" ] && [ -z "$(ls -A "$np_each")" ] || continue
    case $1 in
      check) unset IFS; set +f; return 1 ;;
      changes) printf '%s\n' "- $np_each/" ;;
      apply) rmdir "$np_each" ;;
    esac
  done
  set +f; unset IFS
}
