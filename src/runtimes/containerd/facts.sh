# The file of facts about containerd, see src/program/bootstrap.sh: the format of its configuration.
facts_containerd() {
  c=/etc/containerd/config.toml m=0
  if [ -f $c ] && [ -r $c ]; then
    while read -r l; do case $l in "["*) break ;; version[\ =]*) m=${l#*=}; m=${m#"${m%%[0-9]*}"}; m=${m%%[!0-9]*}; break ;; esac; done <$c
  fi
  [ "${m:-0}" -gt 1 ] || ! command -v containerd >/dev/null 2>&1 ||
    m=$(containerd config default 2>/dev/null | { while read -r l; do case $l in version*=*) printf "%s\n" "${l##*[ =]}"; break ;; esac; done; })
  fact "containerdFormat ${m:-0}"
}
