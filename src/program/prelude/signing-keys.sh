# Signing keys of repositories, without gpg, which hosts with apt do not have. What is installed is encoded again from the
# packets that were read here, so that no other program can see another key in the same file.
# np_is_packet FILE: an OpenPGP packet begins with a byte above 0x7f, and an error page never does.
np_is_packet() { case $(od -An -tx1 -N1 "$1") in *[89a-f]?) ;; *) return 1 ;; esac; }
# np_dearmor FILE: all of its key blocks in binary, or the file as it is.
np_dearmor() {
  grep -q -e '^-----BEGIN PGP PUBLIC KEY BLOCK-----' "$1" || { np_is_packet "$1" && cat "$1"; return; }
  rm -f "$NP_RUN/key.block."*
  awk -v to="$NP_RUN/key.block." '
    { sub(/[ \t\r]+$/, "") }
    /^-----BEGIN PGP PUBLIC KEY BLOCK-----$/ { part = 1; n += 1; next }
    /^-----/ { part = 0; close(to n); next }
    part == 1 { if ($0 == "") part = 2; next }
    part == 2 && /^=/ { part = 0 }
    part == 2 { print >(to n) }' "$1"
  for np_block in "$NP_RUN/key.block."*; do base64 -d "$np_block" 2>/dev/null || return 1; done
}
# np_armor FILE: a binary key armored, with the CRC-24 without which older releases of rpm refuse it.
np_armor() {
  printf '%s\n\n' '-----BEGIN PGP PUBLIC KEY BLOCK-----'
  base64 "$1"
  np_crc=$(od -An -v -tu1 "$1" | awk '
    function mix(a, b,   r, m) {
      r = 0
      for (m = 1; a > 0 || b > 0; m *= 16) { r += m * x[a % 16, b % 16]; a = int(a / 16); b = int(b / 16) }
      return r
    }
    BEGIN {
      for (i = 0; i < 16; i++) for (j = 0; j < 16; j++) {
        x[i, j] = 0
        for (m = 1; m < 16; m *= 2) if (int(i / m) % 2 != int(j / m) % 2) x[i, j] += m
      }
      for (i = 0; i < 256; i++) {
        c = i * 65536
        for (k = 0; k < 8; k++) { c *= 2; if (c >= 16777216) c = mix(c - 16777216, 8801531) }
        t[i] = c
      }
      c = 11994318
    }
    { for (i = 1; i <= NF; i++) c = mix((c % 65536) * 256, t[mix(int(c / 65536), $i)]) }
    END { printf "\\%03o\\%03o\\%03o", int(c / 65536), int(c / 256) % 256, c % 256 }')
  printf '=%s\n' "$(printf "$np_crc" | base64)"
  printf '%s\n' '-----END PGP PUBLIC KEY BLOCK-----'
}
# np_key_packets FILE: for each primary key `FROM BYTES BODY LENGTH PREFIX`: where it begins and how long it is with all that
# belongs to it, the body of its packet (RFC 4880, 4.2), and what its fingerprint is computed with before that (12.2). Instead
# `version N`, or `bad` for what is not a sequence of public keys: a compressed packet could hold any key.
np_key_packets() {
  od -An -v -tu1 "$1" | awk '
    function number(bytes,   r) { r = 0; while (bytes-- > 0) r = r * 256 + b[at++]; return r }
    function bad(why) { print why; exit }
    function done() { if (keys) print first + 1, at - first, body + 1, bytes, prefix }
    { for (i = 1; i <= NF; i++) b[n++] = $i }
    END {
      at = 0
      while (at < n) {
        start = at
        tag = number(1)
        if (tag < 128) bad("bad")
        if (tag < 192) { type = int((tag - 128) / 4); if (tag % 4 == 3) bad("bad"); size = number(tag % 4 == 2 ? 4 : tag % 4 + 1) }
        else {
          type = tag - 192
          size = number(1)
          if (size == 255) size = number(4)
          else if (size >= 224) bad("bad")
          else if (size >= 192) size = (size - 192) * 256 + number(1) + 192
        }
        if (at + size > n) bad("bad")
        if (type == 6) {
          if (b[at] != 4) bad("version " b[at])
          if (size > 65535) bad("bad")
          end = at; at = start; done(); at = end
          keys += 1; first = start; body = at; bytes = size
          prefix = sprintf("\\231\\%03o\\%03o", int(size / 256), size % 256)
        } else if (!keys || !index(" 2 12 13 14 17 ", " " type " ")) bad("bad")
        at += size
      }
      if (keys) done(); else print "bad"
    }'
}
# np_key_part FROM BYTES FILE
np_key_part() { tail -c "+$1" "$3" | head -c "$2"; }
# np_key_prints FILE: the fingerprints of the primary keys in a binary file into $np_prints; $np_cause says why not.
np_key_prints() {
  np_prints=
  np_key_packets "$1" >"$NP_RUN/key.packets"
  while read -r np_from np_bytes np_body np_length np_prefix; do
    case $np_from in
      version) np_cause="it is an OpenPGP key of version $np_bytes; only fingerprints of version 4 are supported"; return 1 ;;
      bad) np_cause='it is not a file of OpenPGP public keys alone'; return 1 ;;
    esac
    np_sum=$({ printf "$np_prefix"; np_key_part "$np_body" "$np_length" "$1"; } | sha1sum | tr a-f A-F)
    np_prints="$np_prints ${np_sum%% *}"
  done <"$NP_RUN/key.packets"
}
# np_key_fetch URL TRUSTED FINGERPRINT…: the key, in binary, into $NP_RUN/key.bin, where it may be used: all its primary keys
# have one of the fingerprints, or without any, of those of the key that the file TRUSTED holds, if there is one.
# $np_cause says why not.
np_key_fetch() {
  np_url=$1 np_trusted=$2
  shift 2
  np_fetch "$np_url" "$NP_RUN/key" ||
    { np_cause="the signing key $np_url could not be fetched: $np_cause$(np_remedy)"; return 1; }
  np_dearmor "$NP_RUN/key" >"$NP_RUN/key.bin" && np_is_packet "$NP_RUN/key.bin" ||
    { np_cause="$np_url is not an OpenPGP key"; return 1; }
  np_wanted=
  if [ $# -gt 0 ]; then np_wanted=" $*"
  elif [ ! -s "$np_trusted" ]; then return 0
  elif np_dearmor "$np_trusted" >"$NP_RUN/key.old"; then
    ! cmp -s "$NP_RUN/key.old" "$NP_RUN/key.bin" || return 0
    if np_key_prints "$NP_RUN/key.old"; then np_wanted=$np_prints; fi
  fi
  np_key_prints "$NP_RUN/key.bin" ||
    { np_cause="the signing key $np_url cannot be verified: $np_cause"; return 1; }
  for np_print in $np_prints; do
    case "$np_wanted " in *" $np_print "*) continue ;; esac
    np_cause="the signing key $np_url has the fingerprint $np_print"
    if [ $# -gt 0 ]; then
      np_cause="$np_cause, which keyFingerprint does not list (it lists$np_wanted). Verify the fingerprint with the vendor of the repository, then correct keyFingerprint or the URL of the key in cluster.yaml"
    else
      np_cause="$np_cause, and this host trusts another key:${np_wanted:- $np_trusted}. The trusted key was not replaced. Verify the new fingerprint with the vendor of the repository, then set it as keyFingerprint of that repository in cluster.yaml (mirror.packages), or remove $np_trusted"
    fi
    return 1
  done
}
# np_rpm_key NAME URL FINGERPRINT…: into $NP_RUN/key.asc where it may be used, before dnf sees it.
np_rpm_key() {
  np_key=/etc/pki/rpm-gpg/RPM-GPG-KEY-nodeprep-$1 np_url=$2
  shift 2
  np_key_fetch "$np_url" "$np_key" "$@" || np_fail "$np_cause"
  np_key_blocks "$NP_RUN/key.bin" >"$NP_RUN/key.asc"
}
# np_key_blocks FILE: a block for each key, as yum and rpm read them; one alone of what cannot be told apart.
np_key_blocks() {
  np_key_packets "$1" >"$NP_RUN/key.packets"
  if grep -q '^[bv]' "$NP_RUN/key.packets"; then np_armor "$1"; return; fi
  while read -r np_from np_bytes _; do
    np_key_part "$np_from" "$np_bytes" "$1" >"$NP_RUN/key.one"
    np_armor "$NP_RUN/key.one"
  done <"$NP_RUN/key.packets"
}
