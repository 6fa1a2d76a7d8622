# Files that are written at once or not at all, and a full disk that is named.
# np_sure TEXT COMMAND…: fails the step with TEXT and COMMAND's own last words, such as «No space left on device».
np_sure() {
  np_what=$1
  shift
  np_error=$("$@" 2>&1) || np_fail "$np_what: ${np_error##*: }"
}
# np_write PATH MODE OWNER GROUP: stdin becomes the file, at once or not at all.
np_write() { np_sure "cannot write $1" np_write_all "$@"; }
np_write_all() {
  np_keep_all "$1" || return 1
  np_dir=${1%/*}
  [ -d "${np_dir:-/}" ] || (umask 022; mkdir -p "$np_dir") || return 1
  umask 077
  np_tmp=$np_dir/.${1##*/}.nodeprep
  rm -f "$np_tmp"
  cat >"$np_tmp" && chown "$3:$4" "$np_tmp" && chmod "$2" "$np_tmp" && np_sync "$np_tmp" && mv -f "$np_tmp" "$1" || { rm -f "$np_tmp"; return 1; }
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
