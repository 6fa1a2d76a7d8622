# apt and dpkg.
np_apt_wait() { np_unlocked /var/lib/dpkg/lock-frontend /var/lib/dpkg/lock /var/lib/apt/lists/lock /var/cache/apt/archives/lock; }
# np_apt_get ARGS…: apt's own retries would multiply ours. $np_limit: seconds after which it is ended; never while dpkg works.
np_limit=
np_apt_get() {
  np_proxied ${np_limit:+timeout "$np_limit"} apt-get -q -y -o "DPkg::Lock::Timeout=$NP_PATIENCE" -o Dpkg::Use-Pty=0 -o APT::Color=0 \
    -o Acquire::Retries=0 -o Acquire::http::Timeout=30 -o Acquire::https::Timeout=30 \
    -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold "$@"
}
np_apt() { np_apt_wait && np_apt_get "$@"; }
# apt-get update ends well, but for an `Err:`, when an index of another day is there to be used.
np_apt_index() { np_apt_get update "$@" && ! grep -q '^Err:' "$NP_RUN/said"; }
np_apt_update() {
  [ ! -e "$NP_RUN/apt-updated" ] || return 0
  np_apt_wait
  np_limit=600
  np_retry 4 np_apt_index || { np_apt_renew_keys && np_retry 1 np_apt_index; } ||
    np_fail "the index of packages could not be fetched: $np_cause$(np_apt_remedy)"
  np_limit=
  : >"$NP_RUN/apt-updated"
}
# np_apt_install ARGS…: everything is fetched before anything is touched. The mark stands while dpkg works: without it one
# that was killed after the last of our packages would leave triggers of others pending.
np_apt_install() {
  np_apt_wait
  np_limit=1800
  np_retry 4 np_apt_get -d install "$@" || np_fail "packages could not be fetched: $np_cause$(np_apt_remedy)"
  np_limit=
  np_before_packages dpkg
  np_sure "cannot write $NP_STATE/packages.began" np_mark packages.began
  np_apt install "$@" || np_dpkg_fail 'the installation failed'
  np_note_packages dpkg
  rm -f "$NP_STATE/packages.began"
}
# np_apt_hold NAME…: held; which of them was held before is remembered.
np_apt_hold() {
  for np_name; do np_remember hold "$np_name" "$(apt-mark showhold "$np_name")"; done
  apt-mark -q hold "$@"
}
# np_apt_key NAME URL FINGERPRINT…: armored, for apt tells armored from binary by the file's name, which cannot be known before
# the key is fetched. True when it is in its place; $np_cause says why not.
np_apt_key() {
  np_key=/etc/apt/keyrings/nodeprep-$1.asc np_url=$2
  shift 2
  np_key_fetch "$np_url" "$np_key" "$@" || return 1
  np_armor "$NP_RUN/key.bin" >"$NP_RUN/key.asc"
  np_write "$np_key" 0644 root root <"$NP_RUN/key.asc"
}
# True when a key that apt does not trust any more has a renewed one at its URL, or another of cluster.yaml, which it then has.
np_apt_renew_keys() {
  case $np_cause in *NO_PUBKEY* | *EXPKEYSIG* | *REVKEYSIG* | *KEYEXPIRED*) ;; *) return 1 ;; esac
  np_old_cause=$np_cause np_renewed= np_refused=
  for np_list in /etc/apt/sources.list.d/nodeprep-*.list; do
    np_word= np_url= np_known=
    read -r _ np_word np_url np_known 2>/dev/null <"$np_list" && [ "$np_word" = key: ] || continue
    np_name=${np_list##*/nodeprep-} np_name=${np_name%.list}
    np_dearmor "/etc/apt/keyrings/nodeprep-$np_name.asc" >"$NP_RUN/key.before" || : >"$NP_RUN/key.before"
    np_apt_key "$np_name" "$np_url" $np_known || { np_refused=$np_cause; continue; }
    cmp -s "$NP_RUN/key.before" "$NP_RUN/key.bin" || np_renewed="$np_renewed $np_url"
  done
  np_cause=$np_old_cause
  [ -n "$np_renewed" ] || [ -z "$np_refused" ] || np_fail "the index of packages could not be fetched: $np_cause; $np_refused"
  [ -n "$np_renewed" ] && np_say "the signing key has changed at$np_renewed: trying once more"
}

# A dpkg that was killed leaves notes in updates, or packages half way; apt-get then refuses everything.
np_dpkg_half() {
  [ -n "$(ls -A /var/lib/dpkg/updates 2>/dev/null)" ] || [ -n "$(np_dpkg_states)" ]
}
np_dpkg_states() {
  awk '/^Package: / { name = $2 } /^Status: / && ($3 != "ok" || $4 ~ /^(half-|unpacked|triggers-)/) { print name " (" ($3 == "ok" ? "" : $3 " ") $4 ")" }' /var/lib/dpkg/status
}
np_dpkg_cut_off() { awk '/^Package: / { name = $2 } /^Status: / && $3 == "reinstreq" { print name }' /var/lib/dpkg/status; }
np_dpkg_repair() {
  np_dpkg_half || [ -e "$NP_STATE/packages.began" ] || return 0
  np_apt_wait
  np_half=$(np_dpkg_states | head -n 5 | tr '\n' ',')
  np_say "finishing what an interrupted dpkg left: ${np_half:-its notes,}"
  dpkg --force-confdef --force-confold --configure -a || :
  ! np_dpkg_half || { np_apt_update; np_apt -f install; } || :
  # apt says of a package that was cut off while it was unpacked over itself that it will be there again, and leaves it.
  np_half=$(np_dpkg_cut_off)
  [ -z "$np_half" ] || np_apt --reinstall install $np_half || :
  ! np_dpkg_half || np_dpkg_fail 'what an interrupted dpkg left cannot be finished'
  np_note_packages dpkg
  rm -f "$NP_STATE/packages.began"
}
np_dpkg_fail() {
  np_half=$(np_dpkg_states | head -n 5 | tr '\n' ',')
  np_fail "$1; what dpkg or the package says is above${np_half:+, and these are half way: ${np_half%,}}. Remove the cause (or that package), and run the same command again: it goes on from there"
}
