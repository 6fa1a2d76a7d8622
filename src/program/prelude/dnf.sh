# dnf, or yum where there is none. A lock is waited for here, for they would wait without end and name nobody.
np_dnf_wait() {
  np_unlocked /var/lib/rpm/.rpm.lock /usr/lib/sysimage/rpm/.rpm.lock /var/run/yum.pid \
    /var/cache/dnf/metadata_lock.pid /var/cache/dnf/download_lock.pid /var/lib/dnf/rpmdb_lock.pid
}
np_dnf() {
  if command -v dnf >/dev/null 2>&1; then np_dnf=dnf; else np_dnf=yum; fi
  while :; do
    np_dnf_wait
    np_ended=0
    np_proxied "$np_dnf" -q -y --setopt=exit_on_lock=1 --setopt=retries=3 --setopt=timeout=30 --setopt=minrate=1000 "$@" || np_ended=$?
    # Somebody was faster.
    [ "$np_ended" -eq 200 ] || return "$np_ended"
  done
}
# Makes it ask each repository whether it is still as it was; without, a version of today is not found for two days.
np_dnf_update() {
  [ ! -e "$NP_RUN/dnf-updated" ] || return 0
  np_dnf clean expire-cache
  np_retry 4 np_dnf_index || np_fail "the index of packages could not be fetched: $np_cause$(np_dnf_remedy)"
  : >"$NP_RUN/dnf-updated"
}
# 100: there is something newer.
np_dnf_index() {
  np_size=$({ wc -c <"$np_dnf_log"; } 2>/dev/null) || np_size=0
  np_dnf "$@" check-update rpm || [ "$np_ended" -eq 100 ] || { np_dnf_why; return 1; }
}
# np_dnf_try NAME: fetches the index of the repository in $NP_RUN/repo, and of no other, before that file and its key are in
# their places: what cannot be fetched never stays to break dnf.
np_dnf_try() {
  rm -rf "$NP_RUN/dnf"
  mkdir -p "$NP_RUN/dnf"
  sed "s,^gpgkey=.*,gpgkey=file://$NP_RUN/key.asc," "$NP_RUN/repo" >"$NP_RUN/dnf/nodeprep-$1.repo"
  np_dnf "--setopt=reposdir=$NP_RUN/dnf" clean expire-cache
  np_retry 4 np_dnf_index "--setopt=reposdir=$NP_RUN/dnf" ||
    np_fail "the index of packages could not be fetched: $np_cause$(np_remedy). The repository was not added"
}
np_dnf_why() { tail -c "+$((np_size + 1))" "$np_dnf_log" 2>/dev/null | sed -n "s/.*Error during transfer: //p" | tail -n 1; }
# Why a package could not be fetched dnf writes there alone.
np_dnf_log=/var/log/dnf.librepo.log
# np_dnf_install ARGS…: the mark tells the next run what was under way.
np_dnf_install() {
  np_before_packages rpm
  np_sure "cannot write $NP_STATE/packages.began" np_mark packages.began "$*"
  np_size=$({ wc -c <"$np_dnf_log"; } 2>/dev/null) || np_size=0
  np_ended=0
  np_dnf install "$@" || np_ended=$?
  [ "$np_ended" -eq 0 ] || np_dnf_why
  # More than that: somebody killed it.
  [ "$np_ended" -ne 0 ] || np_note_packages rpm
  [ "$np_ended" -gt 128 ] || rm -f "$NP_STATE/packages.began"
  return "$np_ended"
}
# What a transaction that was cut off has installed is installed once more, since rpm runs a package's scripts after it has
# recorded it.
np_dnf_repair() {
  [ -s "$NP_STATE/packages.began" ] || return 0
  np_half= np_options=
  for np_word in $(cat "$NP_STATE/packages.began"); do
    case $np_word in
      -*) np_options="$np_options $np_word" ;;
      *) ! rpm -q "$np_word" >/dev/null 2>&1 || np_half="$np_half $np_word" ;;
    esac
  done
  np_say "finishing an installation that was cut off:${np_half:- nothing of it is there}"
  [ -z "$np_half" ] || np_dnf $np_options reinstall $np_half
  np_note_packages rpm
  rm -f "$NP_STATE/packages.began"
}
# Files of the host's own that filter packages out.
np_dnf_filters() {
  for np_file in /etc/dnf/dnf.conf /etc/dnf/libdnf5.conf.d/*.conf /etc/yum.conf /etc/yum.repos.d/*.repo; do
    case $np_file in */nodeprep-*) continue ;; esac
    [ ! -f "$np_file" ] || [ -L "$np_file" ] || ! grep -qE '^[[:space:]]*(exclude|excludepkgs|includepkgs)[[:space:]]*[=:]' "$np_file" || printf '%s ' "$np_file"
  done
}
# np_dnf_widen COMMAND…: who excludes a package wants no upgrade to move it by chance. Asked for by name it is installed all
# the same, for which the excludes of [main], then all of them, are lifted until COMMAND is true.
np_dnf_widen() {
  np_filters=$(np_dnf_filters)
  [ -n "$np_filters" ] || return 1
  np_narrow=$np_lift
  for np_lift in "$np_lift_main" "$np_lift_all"; do
    ! "$@" || { np_say "$np_name is excluded on this host (see $np_filters): lifted for this installation"; return 0; }
  done
  np_lift=$np_narrow
  return 1
}
# Why dnf does not show $np_name in a version that is there.
np_dnf_hidden() {
  np_dnf_locked "$np_name" && return
  command -v dnf >/dev/null 2>&1 || return 0
  np_hot='--setopt=*.module_hotfixes=1'
  ! np_pick || echo 'modular filtering hides it; see `dnf module list --enabled`, reset or disable the module that has it, then run the same command again'
}
np_dnf_locked() {
  for np_file in /etc/dnf/plugins/versionlock.list /etc/yum/pluginconf.d/versionlock.list /etc/dnf/versionlock.toml; do
    grep -v '^[[:space:]]*#' "$np_file" 2>/dev/null | grep -qE "(^|[^A-Za-z0-9_.+-])$1($|[^A-Za-z0-9_.+]|-[0-9*])" || continue
    printf '%s\n' "it is locked in $np_file, which hides other versions; remove that lock, then run the same command again"
    return
  done
  return 1
}
# np_dnf_blame SPEC…: after an installation that failed.
np_dnf_blame() {
  for np_name; do
    np_name=${np_name%%-[0-9]*}
    ! np_hid=$(np_dnf_locked "$np_name") || np_fail "$np_name could not be installed, dnf says above why: $np_hid"
  done
  exit 1
}
# What can be done about $np_cause of dnf, as the end of a message: for a repository that is not nodeprep's, in its own file.
np_dnf_remedy() {
  ! np_of_proxy || { np_remedy; return; }
  np_id=$(sed -nE "s/.*(metadata for repo|for repository:?|valid baseurl for repo:|repomd\.xml from) ['\"]?([A-Za-z0-9_.:-]+).*/\2/p" "$NP_RUN/said" | sed -n '1{s/:$//;p;}')
  case $np_id in '' | nodeprep-*) np_remedy; return ;; esac
  np_file=$(grep -lsF "[$np_id]" /etc/yum.repos.d/*.repo /etc/yum/repos.d/*.repo /etc/distro.repos.d/*.repo /etc/dnf/dnf.conf /etc/yum.conf | head -n 1)
  [ -n "$np_file" ] || { np_remedy; return; }
  case $np_cause in *'No space left'*) return ;; esac
  printf '%s\n' "; this is repository $np_id of $np_file, not one of nodeprep: correct it or set enabled=0 there, then run the same command again"
}
