# Files that are written at once or not at all.
# np_write PATH MODE OWNER GROUP: stdin becomes the file, at once or not at all.
np_write() {
  np_keep "$1"
  np_dir=${1%/*}
  [ -d "${np_dir:-/}" ] || (umask 022; mkdir -p "$np_dir")
  np_tmp=$np_dir/.${1##*/}.nodeprep
  rm -f "$np_tmp"
  cat >"$np_tmp" && chown "$3:$4" "$np_tmp" && chmod "$2" "$np_tmp" && mv -f "$np_tmp" "$1" || { rm -f "$np_tmp"; return 1; }
}
