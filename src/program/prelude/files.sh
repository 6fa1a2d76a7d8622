# Files that are written at once or not at all, and a full disk that is named.
# np_sure TEXT COMMAND…: fails the step with TEXT and COMMAND's own last words, such as «No space left on device».
np_sure() {
  np_what=$1
  shift
  np_error=$("$@" 2>&1) || np_fail "$np_what: ${np_error##*: }"
}
# np_wrote PATH WHAT: what nodeprep is about to leave at PATH, in the words of np_what, is on the disk before it is there, after
# all that it ever left there: so an undoing can tell it from what the user made of it, whenever a run was killed.
np_wrote() {
  np_note=$NP_STATE/wrote$1.wrote
  ! grep -qsxF -e "$2" "$np_note" || return 0
  mkdir -p "${np_note%/*}" && { cat "$np_note" 2>/dev/null || :; env printf '%s\n' "$2"; } >"$np_note.tmp" &&
    np_sync "$np_note.tmp" && mv "$np_note.tmp" "$np_note"
}
np_wrote_sum() { np_sum=$(sha256sum) && np_wrote "$1" "${np_sum%% *}"; }
# np_write PATH MODE OWNER GROUP: stdin becomes the file, at once or not at all.
np_write() { np_sure "cannot write $1" np_write_all "$@"; }
np_write_all() {
  np_place "$1" "$3" && np_group_of "$3" "$4" || { printf '%s\n' "$np_where" >&2; return 1; }
  (np_keep_all "$1") || return 1
  if [ "$np_actor" = 0 ]; then
    np_make_missing && (np_asked=$1; set -- "$np_real" "$2" "$3" "$4"; np_hook='np_wrote_sum "$np_asked" <"$np_tmp"'; eval "$NP_WRITE")
  else
    np_mine=$NP_RUN/values/.mine
    cat >"$np_mine" && np_wrote_sum "$1" <"$np_mine" &&
      np_as "$np_actor" "$3" sh -c "$NP_WRITE" sh "$1" "$2" "$3" "$4" <"$np_mine" || { rm -f "$np_mine"; return 1; }
    rm -f "$np_mine"
  fi
}
# Who acts as a user can give a file to his groups alone.
np_group_of() {
  [ "$np_actor" != 0 ] || return 0
  case " $(id -Gn "$1") " in
    *" $2 "*) ;;
    *) np_where="it is written as $1, who is not in the group $2; give the step a group of ${1}'s"; return 1 ;;
  esac
}
# $np_tmp takes the place of PATH, also of a link. Before one to a folder, or to what nobody sees, busybox's mv stops.
NP_MOVE='{ mv -fT "$np_tmp" "$1" 2>/dev/null || { [ -L "$1" ] && rm -f "$1"; mv -fT "$np_tmp" "$1"; }; }'
# By root or, as he is, by another user: PATH MODE OWNER GROUP. A name that nobody can know before, and no link is followed.
NP_WRITE='umask 077
np_dir=${1%/*} np_name=${1##*/}
[ -d "${np_dir:-/}" ] || (umask 022; mkdir -p "$np_dir") || exit 1
rm -f "$np_dir/.$np_name.nodeprep."*
np_tmp=$(mktemp "$np_dir/.$np_name.nodeprep.XXXXXX") || exit 1
cat >"$np_tmp" && eval "${np_hook:-:}" && chown -h "$3:$4" "$np_tmp" && chmod "$2" "$np_tmp" && { sync "$np_tmp" 2>/dev/null || sync; } &&
'"$NP_MOVE"' || { rm -f "$np_tmp"; exit 1; }'
# np_folder PATH MODE OWNER GROUP: a folder, or a link to one, gets that owner and mode.
np_folder() { np_sure "cannot make the folder $1" np_folder_all "$@"; }
np_folder_all() {
  np_place_folder "$1" "$3" && np_group_of "$3" "$4" || { printf '%s\n' "$np_where" >&2; return 1; }
  [ "$np_last" = 16384 ] || (np_keep_all "$1" && np_wrote "$1" folder) || return 1
  if [ "$np_actor" != 0 ]; then
    np_as "$np_actor" "$3" sh -c "$NP_FOLDER" sh "$1" "$2" "$3" "$4"
    return
  fi
  np_make_missing && { [ -n "$np_last" ] || (umask 022; mkdir "$np_real"); } &&
    chown -h "$3:$4" "$np_real" && chmod "$2" "$np_real"
}
NP_FOLDER='umask 022
mkdir -p "$1" && chown -h "$3:$4" "$1" && chmod "$2" "$1"'
# np_remove PATH OWNER: what is there is kept, and gone.
np_remove() { np_sure "cannot remove $1" np_remove_all "$@"; }
np_remove_all() {
  np_place "$1" "$2" || { printf '%s\n' "$np_where" >&2; return 1; }
  (np_keep_all "$1" && np_wrote "$1" absent) || return 1
  if [ "$np_actor" = 0 ]; then rm -f "$np_real"; else np_as "$np_actor" "$2" rm -f "$1"; fi
}
# np_disable PATH: root's file is there as PATH.disabled, and no longer as PATH.
np_disable() {
  np_keep "$1"
  np_keep "$1.disabled"
  np_what "$1"
  np_sure "cannot remember $1" np_wrote "$1.disabled" "$np_is"
  np_sure "cannot remember $1" np_wrote "$1" absent
  mv -f "$1" "$1.disabled"
  printf '%s\n' "$1 is now $1.disabled"
}
# np_put FUNCTION PATH MODE OWNER GROUP: what FUNCTION prints becomes the file. Not by a pipe, which would hide that it
# failed: bash keeps a here-document in /tmp, and with that full it prints nothing.
np_put() {
  np_content=$NP_RUN/values/.content
  np_sure "cannot prepare $2 in /run or /tmp" eval "$1"' >"$np_content"'
  shift
  np_write "$@" <"$np_content"
  rm -f "$np_content"
}
# np_sync FILE…: on the disk, else what is renamed can be empty after a loss of power. Utilities before coreutils 8.24 know
# only everything.
np_sync() { sync "$@" 2>/dev/null || sync; }
