# Where the apt of a host gets packages from, besides what nodeprep has written. apt bears one key only for a URL and suite:
# with two of them every command of apt fails («Conflicting values set for option Signed-By»).
# URLs are without accounts here: these stand in arguments, and one that a host has in a URL makes no difference.
# np_apt_naming URL…: the files of apt in which one of these stands.
np_apt_naming() {
  for np_url; do
    np_url=${np_url%/}
    set -- "$@" -e "//${np_url#*://}" -e "@${np_url#*://}"
    shift
  done
  grep -lsF "$@" -- /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources
}
# np_apt_foreign OWN FILE…: those of the files that apt reads, by their names, and that are not OWN, into $np_more.
np_apt_foreign() {
  np_own=$1 np_more=
  shift
  for np_file; do
    case $np_file in $np_own | *[!A-Za-z0-9_./-]*) continue ;; esac
    [ ! -f "$np_file" ] || np_more="$np_more $np_file"
  done
}
np_look_apt() { NP_SOURCES=$NP_NL$(np_apt_naming "$@"); }
# np_apt_alone URL SUITE: no file but those of nodeprep has an active entry for it.
np_apt_alone() {
  np_apt_foreign '*/nodeprep-*.list' ${NP_SOURCES:-$(np_apt_naming "$1")}
  [ -z "$np_more" ] || [ -z "$(np_apt_entries "$1" "$2" '*' $np_more)" ]
}
# np_apt_entries URL SUITE COMPONENTS FILE…: `FILE LINE EDIT` for each active entry; SUITE `*` is any. EDIT is what switches it off: `comment`
# for a line; for a stanza `disable` (its field Enabled is there) or `insert`; or `shared`, where it is about others as well,
# and `more`, where it has other components than these (a list with blanks around).
np_apt_entries() {
  np_url=$1 np_suite=$2 np_parts=$3
  shift 3
  awk -v url="${np_url%/}" -v suite="$np_suite" -v parts="$np_parts" '
    function more(list,   n, i, w) {
      n = split(list, w)
      for (i = 1; i <= n; i++) if (parts != "*" && !index(parts, " " w[i] " ")) return 1
      return 0
    }
    function is(u) {
      sub(/\/$/, "", u)
      sub(/:\/\/[^\/@]*@/, "://", u)
      return u == url
    }
    function found(line, edit) { print file, line, edit }
    function stanza(   n, m, i, u, s, hits) {
      n = split(field["uris"], u); m = split(field["suites"], s)
      for (i = 1; i <= n; i++) if (is(u[i])) hits = 1
      if (hits) { hits = 0; for (i = 1; i <= m; i++) if (suite == "*" || s[i] == suite) hits = 1 }
      if (hits && tolower(field["enabled"]) !~ /^[ \t]*(no|false|without|off|disable|0)[ \t\r]*$/) {
        if (suite == "*") found(start, "any")
        else if (n * m > 1) found(start, "shared")
        else if (more(field["components"])) found(start, "more")
        else if (at) found(at, "disable")
        else found(start, "insert")
      }
      split("", field); start = at = 0; key = ""
    }
    FNR == 1 { if (deb822) stanza(); file = FILENAME; deb822 = file ~ /\.sources$/ }
    deb822 && /^\r?$/ { stanza(); next }
    /^[ \t]*#/ { next }
    deb822 {
      if (!start) start = FNR
      if ($0 !~ /^[ \t]/) { key = tolower($0); sub(/[ \t]*:.*/, "", key); sub(/^[^:]*:/, "") ; if (key == "enabled") at = FNR }
      field[key] = field[key] " " $0
      next
    }
    $1 == "deb" || $1 == "deb-src" {
      line = $0
      sub(/#.*/, "", line); sub(/^[ \t]*deb(-src)?[ \t]+/, "", line); sub(/^\[[^]]*\][ \t]*/, "", line)
      split(line, word)
      if (is(word[1]) && (suite == "*" || word[2] == suite)) {
        sub(/^[^ \t]+[ \t]+[^ \t]+/, "", line)
        found(FNR, more(line) ? "more" : "comment")
      }
    }
    END { if (deb822) stanza() }' "$@"
}
# np_apt_others NAME URL SUITE COMPONENTS: these entries of other files, into $np_others; fails the step where they cannot be
# switched off.
np_apt_others() {
  np_apt_foreign "*/nodeprep-$1.list" $(np_apt_naming "$2")
  np_others=
  [ -n "$np_more" ] || return 0
  np_others=$(np_apt_entries "$2" "$3" " $4 " $np_more)
  set -- "$2 $3" $np_others
  while [ $# -gt 1 ]; do
    case $2:$4 in
      */nodeprep-*) np_fail "$2, line $3: nodeprep has $1 under another name already, and apt takes only one entry for it. Remove that file, then run the same command again" ;;
      *:shared) np_fail "$2, line $3: this entry has $1 together with other repositories, and apt takes only one key for it. Remove it from this entry, then run the same command again" ;;
      *:more) np_fail "$2, line $3: this entry of $1 has more components than nodeprep would configure, and apt takes only one key for it. Move the other components to cluster.yaml, or remove this entry, then run the same command again" ;;
    esac
    np_url=$1
    shift 4
    set -- "$np_url" "$@"
  done
}
# np_apt_off FILE TEXT: the file with its entries of $np_others switched off, and TEXT where they were.
np_apt_off() {
  np_edits=$(printf '%s\n' "$np_others" | awk -v file="$1" '$1 == file { print $2, $3 }')
  awk -v edits="$np_edits" -v text="$2" '
    BEGIN { n = split(edits, w); for (i = 1; i < n; i += 2) edit[w[i]] = w[i + 1] }
    edit[FNR] == "comment" { print "# " text ": " $0; next }
    edit[FNR] != "" { print "# " text; print "Enabled: no" }
    edit[FNR] != "disable"' "$1"
}
# np_apt_key_kept NAME: before another key is fetched, so that one that does not fit leaves no trace.
np_apt_key_kept() {
  rm -rf "$NP_RUN/apt"
  mkdir -p "$NP_RUN/apt/parts" "$NP_RUN/apt/none"
  np_key=/etc/apt/keyrings/nodeprep-$1.asc
  [ ! -e "$np_key" ] || cp "$np_key" "$NP_RUN/apt/key"
}
np_apt_refuse() {
  if [ -e "$NP_RUN/apt/key" ]; then np_write "$np_key" 0644 root root <"$NP_RUN/apt/key"; else rm -f "$np_key"; fi
  np_fail "$@"
}
# np_apt_try NAME URL: apt itself judges all sources as they would be, with the new one of $NP_RUN/apt/new, and fetches the
# index of that one, before any file is in its place: what apt refuses never stays to break apt.
np_apt_try() {
  np_main=/dev/null np_key=/etc/apt/keyrings/nodeprep-$1.asc
  for np_file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources; do
    [ -f "$np_file" ] || continue
    np_tried=$NP_RUN/apt/parts/${np_file##*/}
    case $np_file in */sources.list) np_tried=$NP_RUN/apt/main np_main=$np_tried ;; esac
    case $NP_NL$np_others in
      *"$NP_NL$np_file "*) np_apt_off "$np_file" "switched off by nodeprep for nodeprep-$1.list" ;;
      *) cat "$np_file" ;;
    esac >"$np_tried"
  done
  np_tried=$NP_RUN/apt/parts/nodeprep-$1.list
  cp "$NP_RUN/apt/new" "$np_tried"
  np_said=$(apt-get indextargets -o "Dir::Etc::sourcelist=$np_main" -o "Dir::Etc::sourceparts=$NP_RUN/apt/parts" 2>&1 >/dev/null) ||
    np_apt_refuse "apt does not accept $2 beside the other sources of this host$(np_apt_named "$2"), so it was not added: $(printf '%s\n' "$np_said" | sed -n "/^E: /{s,$np_main,/etc/apt/sources.list,;s,$NP_RUN/apt/parts,/etc/apt/sources.list.d,;p;q;}"). Correct the other sources, then run the same command again"
  np_apt_wait
  np_limit=600
  np_retry 4 np_apt_index -o "Dir::Etc::sourcelist=$np_tried" -o "Dir::Etc::sourceparts=$NP_RUN/apt/none" -o APT::Get::List-Cleanup=0 ||
    np_apt_refuse "the index of packages could not be fetched: $np_cause$(np_remedy). The repository was not added"
  np_limit=
}
# np_apt_named URL: the other files in which it stands, as the end of a sentence.
np_apt_named() {
  np_apt_foreign - $(np_apt_naming "$1")
  [ -z "$np_more" ] || printf '%s\n' " (see$np_more)"
}
# Switches off what np_apt_others has found, as np_apt_try has tried it.
np_apt_take_over() {
  for np_file in $(printf '%s\n' "$np_others" | awk '!seen[$1]++ { print $1 }'); do
    np_tried=$NP_RUN/apt/parts/${np_file##*/}
    case $np_file in */sources.list) np_tried=$NP_RUN/apt/main ;; esac
    np_write "$np_file" $(stat -c '%a %U %G' "$np_file") <"$np_tried"
    np_say "$np_file: its entry for this repository is switched off, nodeprep's own takes its place; the former file is kept in $NP_STATE/before/files"
  done
}
# What can be done about $np_cause of apt, as the end of a message: for a repository that is not nodeprep's, in its own file.
np_apt_remedy() {
  ! np_of_proxy || { np_remedy; return; }
  case $np_cause in
    *'No space left'*) return ;;
    *'no installation candidate'* | *'held broken packages'*)
      np_files=$(grep -lsE '^Pin-Priority: *-' /etc/apt/preferences /etc/apt/preferences.d/* | tr '\n' ' ')
      np_held=$(apt-mark showhold | tr '\n' ' ')
      printf '%s\n' "; apt says above which packages are in the way${np_files:+; a pin with a negative priority keeps packages out, see ${np_files% }}${np_held:+; held are ${np_held% }}"
      return ;;
    *://*) ;;
    *) np_remedy; return ;;
  esac
  np_url=${np_cause%%://*} np_at=${np_cause#*://}
  np_url=${np_url##*[!a-z+]}://${np_at%%[ \'\"]*}
  np_apt_foreign - $(np_apt_naming "$np_url")
  [ -z "$np_more" ] || np_more=$(np_apt_entries "$np_url" '*' '*' $np_more | awk '{ print $1 ", line " $2 }')
  case $np_more in '' | */nodeprep-*) np_remedy; return ;; esac
  np_more="; this repository is configured in $(printf '%s\n' "$np_more" | head -n 1), not by nodeprep: "
  case $np_cause in
    *PUBKEY* | *SIG* | *KEYEXPIRED*) printf '%s\n' "${np_more}renew its key or disable it there" ;;
    *resolv* | *name\ or\ service*) printf '%s\n' "${np_more}correct or disable it there, or see /etc/resolv.conf if no name is resolved on this host" ;;
    *'invalid since'* | *'invalid for another'* | *certificate*) printf '%s\n' "${np_more}correct or disable it there, or set the clock of this host, which says $(date -u +%FT%TZ)" ;;
    *) printf '%s\n' "${np_more}correct or disable it there" ;;
  esac
}
