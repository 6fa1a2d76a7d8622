# Who else decides what a path leads to. Below a folder of another user any name can become a link at any moment, so root
# goes there only as that user, for whom such a link opens nothing.
# np_place PATH OWNER: $np_real is PATH with the links on its way followed, and $np_actor the uid to act as: 0, or that of
# OWNER, where folders of his are on the way. False, and $np_where says why, where anybody else may change a folder. Without
# OWNER, for who only reads, $np_actor is whoever that is. $np_last is the type of what is there (st_mode's), '' for nothing.
np_place() {
  np_real=$1 np_want=${2-} np_hops=0 np_uid= np_gid= np_actor=0
  np_arrive
}
# Whoever a link on the way belongs to stays the one to act as.
np_arrive() {
  while np_walk; do
    [ -n "$np_link" ] || return 0
    np_hops=$((np_hops + 1))
    [ "$np_hops" -lt 40 ] || { np_where='it is a link without end'; return 1; }
  done
  return 1
}
# np_place_folder PATH OWNER: the same for a folder, which PATH may be a link to.
np_place_folder() {
  np_place "$1" "$2" || return 1
  while [ "$np_last" = 40960 ] && [ -d "$np_real" ]; do
    np_path=$np_real np_own=${np_own#* }
    np_may && np_jump && np_arrive || return 1
  done
  [ "$np_actor" = 0 ] && [ -n "$np_sticky" ] && [ -n "$np_last" ] && [ "$np_u" != 0 ] || return 0
  np_own=${np_own#* }
  np_where="$np_real belongs to ${np_own%% *}, who may change it into something else; use a folder that only root can change"
  return 1
}
np_walk() {
  np_rest=${np_real#/} np_path= np_link= np_last= np_own= np_sticky= np_missing=
  set -- /
  while :; do
    case $np_rest in
      */*) np_path=$np_path/${np_rest%%/*} np_rest=${np_rest#*/} && set -- "$@" "$np_path" ;;
      '') break ;;
      *) set -- "$@" "$np_real" && break ;;
    esac
  done
  np_lines=$(stat -c '%f %u %g %s %a %U %G' -- "$@" 2>/dev/null)$NP_NL
  for np_path; do
    np_line=${np_lines%%"$NP_NL"*} np_lines=${np_lines#*"$NP_NL"}
    [ -n "$np_line" ] || { [ "$np_path" = "$np_real" ] || np_missing=$np_missing$np_path$NP_NL; continue; }
    np_mode=$((0x${np_line%% *})) np_line=${np_line#* }
    np_u=${np_line%% *} np_line=${np_line#* }
    np_g=${np_line%% *} np_line=${np_line#* }
    np_size=${np_line%% *} np_own=${np_line#* }
    if [ "$np_path" = "$np_real" ]; then np_last=$((np_mode & 61440)); break; fi
    np_own=${np_own#* }
    np_may || return 1
    [ "$((np_mode & 61440))" -ne 40960 ] || { np_jump; return; }
    np_own=
  done
  # Below /tmp and the like everybody can be faster with a name.
  [ -z "$np_sticky" ] || case $np_want in
    '') [ -z "$np_last" ] || [ "$np_u" = 0 ] || np_actor=$np_u ;;
    root) ;;
    *) np_who_wants && np_actor=$np_uid ;;
  esac
}
# A folder on the way, or a link.
np_may() {
  if [ "$np_u" != 0 ] && [ "$np_u" != "$np_actor" ]; then
    case $np_want in
      '') [ "$np_actor" = 0 ] ;;
      root) false ;;
      *) np_who_wants && [ "$np_u" = "$np_uid" ] ;;
    esac || { np_refuse "belongs to ${np_own%% *}" "give the step that owner, or use"; return 1; }
    np_actor=$np_u
  fi
  np_sticky=
  [ "$((np_mode & 61440))" -ne 40960 ] && [ "$((np_mode & 18))" -ne 0 ] || return 0
  if [ "$((np_mode & 512))" -ne 0 ] && [ "$np_u" = 0 ]; then
    np_sticky=yes
  elif [ "$np_actor" != 0 ] && { [ -z "$np_want" ] || [ "$((np_mode & 2))" -eq 0 ] && [ "$np_g" = "$np_gid" ]; }; then :
  else
    np_refuse "can be changed by others than ${np_own%% *}" "take that permission away, or use"
    return 1
  fi
}
np_refuse() { np_where="$np_path $1, so what is below it cannot be trusted; $2 a folder that only root can change"; }
np_who_wants() {
  [ -n "$np_uid" ] || { np_uid=$(id -u "$np_want" 2>/dev/null) && np_gid=$(id -g "$np_want"); } ||
    { np_where="there is no user $np_want on this host"; return 1; }
}
# The link $np_path on the way is followed.
np_jump() {
  np_rest=${np_real#"$np_path"}
  np_link=$(readlink "$np_path") || { np_where="$np_path has just been changed"; return 1; }
  case $np_link in /*) ;; *) np_link=${np_path%/*}/$np_link ;; esac
  np_real=
  set -f
  IFS=/
  set -- $np_link$np_rest
  unset IFS
  set +f
  for np_path; do
    case $np_path in '' | .) ;; ..) np_real=${np_real%/*} ;; *) np_real=$np_real/$np_path ;; esac
  done
  np_real=${np_real:-/}
}
# np_make_missing: the folders on the way that are not there yet. One by one, so that one which somebody else made meanwhile
# is an error.
np_make_missing() {
  while [ -n "$np_missing" ]; do
    (umask 022; mkdir "${np_missing%%"$NP_NL"*}") || return 1
    np_missing=${np_missing#*"$NP_NL"}
  done
}
# np_as UID NAME COMMAND…: as that user with his groups, or with none where NAME is ''; without our descriptors, and for a
# minute at most, since he may stop what runs as himself.
np_as() {
  np_to=$1 np_to_group=65534 np_to_groups=65534
  [ -z "$2" ] || { np_to_group=$(id -g "$2") && np_to_groups=$(id -G "$2" | tr ' ' ,); } || return 1
  shift 2
  if setpriv --reuid="$np_to" --regid="$np_to_group" --groups="$np_to_groups" true 2>/dev/null; then
    set -- setpriv --reuid="$np_to" --regid="$np_to_group" --groups="$np_to_groups" "$@"
  elif chroot --userspec="$np_to:$np_to_group" --groups="$np_to_groups" / true 2>/dev/null; then
    set -- chroot --userspec="$np_to:$np_to_group" --groups="$np_to_groups" / "$@"
  else
    printf '%s\n' "cannot act as uid $np_to, for this host has neither setpriv of util-linux nor chroot of coreutils" >&2
    return 1
  fi
  (cd / && exec timeout -s KILL 60 "$@" 9>&-)
}
# np_read: what is at $np_real, after np_place.
np_read() {
  if [ "$np_actor" = 0 ]; then cat <"$np_real"; else np_as "$np_actor" '' cat "$np_real"; fi
}
# np_what PATH: what is there, in $np_is: absent, folder, link TARGET, the digest of a file, or other.
np_what() {
  np_is=other
  np_place "$1" || return 0
  case $np_last in
    '') np_is=absent ;;
    16384) np_is=folder ;;
    40960) np_is="link $(if [ "$np_actor" = 0 ]; then readlink "$np_real"; else np_as "$np_actor" '' readlink "$np_real"; fi)" ;;
    32768) np_is=$(np_read | sha256sum) && np_is=${np_is%% *} ;;
  esac
}
