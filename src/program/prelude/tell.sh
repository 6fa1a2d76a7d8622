# What is other than wanted, for plans: a line with what is in effect and one with what is wanted. Called only where a check fails.
# np_tell NAME IS WANTED
np_tell() { printf -- '- %s: %s\n+ %s: %s\n' "$1" "$2" "$1" "$3"; }
# np_tell_unit UNIT PROPERTY WANTED VALUE…: after np_unit; nothing where the property has one of the values.
np_tell_unit() {
  np_name=$1 np_wanted=$3 np_is=
  case $NP_NL$np_state in *"$NP_NL$2="*) np_is=${np_state##*"$2="} np_is=${np_is%%"$NP_NL"*} ;; esac
  shift 3
  for np_value; do [ "$np_is" != "$np_value" ] || return 0; done
  np_tell "$np_name" "${np_is:-not there}" "$np_wanted"
}
# np_tell_owner PATH SHA256 MODE OWNER GROUP: mode and owner of a file whose content is right; of another content there is a diff.
np_tell_owner() {
  np_place "$1" "$4" && [ "$np_last" = 32768 ] && np_sum=$(np_read | sha256sum) && [ "${np_sum%% *}" = "$2" ] || return 0
  [ "$np_own" = "${3#0} $4 $5" ] || np_tell "$1" "$np_own" "${3#0} $4 $5"
}
# np_tell_later FILE PATTERN OTHER…: those of the other files whose names sort after FILE's and that have a line like that.
np_tell_later() {
  np_own=${1##*/} np_line=$2
  shift 2
  grep -Els -e "$np_line" -- "$@" |
    OWN=$np_own LC_ALL=C awk -F/ '$NF > ENVIRON["OWN"] { print "  " $0 " also sets it and takes precedence" }'
}
