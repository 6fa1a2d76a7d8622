# A restart is owed from before the write until the service has restarted; a kill in between cannot lose it.
np_owe() { mkdir -p "$NP_STATE/owed" && : >"$NP_STATE/owed/$1"; }
np_paid() { rm -f "$NP_STATE/owed/$1"; }
np_owed() {
  case $NP_OWING in *" $1 "*) return 0 ;; esac
  [ -e "$NP_STATE/owed/$1" ]
}

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
