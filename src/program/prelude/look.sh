# One look at everything, good until something is applied: most runs find nothing to do, and processes for each file, unit
# and package would be most of their time. What is not found there is looked at by itself.
np_forget() { NP_SEEN= NP_UNITS= NP_HAVE= NP_SOURCES=; }
# np_look PATH…: files, and all folders that they are in, each before what is in it. Only of files in folders of root's own:
# anywhere else a name can become a link or a pipe between one look and the next.
np_look() {
  np_all=$(stat -c '%f %u %a %U %G %n' -- "$@" 2>/dev/null)
  np_safe=$NP_NL np_found=$NP_NL
  set --
  set -f
  IFS=$NP_NL
  for np_line in $np_all; do
    np_mode=$((0x${np_line%% *})) np_line=${np_line#* } np_path=/${np_line#* /}
    case $np_path$np_safe in
      "/$NP_NL"*) ;;
      *"$NP_NL${np_path%/*}$NP_NL"*) ;;
      *) continue ;;
    esac
    case $((np_mode & 61440)) in
      16384) case $np_line in "0 "*) [ "$((np_mode & 18))" -ne 0 ] || np_safe=$np_safe${np_path%/}$NP_NL ;; esac ;;
      32768) set -- "$@" "$np_path" && np_found=$np_found${np_line#* }$NP_NL ;;
    esac
  done
  unset IFS
  set +f
  [ $# -eq 0 ] || NP_SEEN=$NP_NL$(sha256sum -- "$@" 2>/dev/null)$NP_NL$np_found
}
# np_file_is PATH SHA256 MODE OWNER GROUP
np_file_is() {
  case $NP_SEEN in
    *"$NP_NL$2  $1$NP_NL"*"$NP_NL${3#0} $4 $5 $1$NP_NL"*) return 0 ;;
  esac
  np_place "$1" "$4" && [ "$np_last" = 32768 ] && [ "$np_own" = "${3#0} $4 $5" ] &&
    np_sum=$(np_read | sha256sum) && [ "${np_sum%% *}" = "$2" ]
}
# np_look_units UNIT…: blocks come in the order of the names; the Id tells an alias, or that one was left out.
np_look_units() {
  np_all=$(np_show -p Id "$@" 2>/dev/null)$NP_NL$NP_NL
  for np_name; do
    np_block=${np_all%%"$NP_NL$NP_NL"*} np_all=${np_all#*"$NP_NL$NP_NL"}
    case $NP_NL$np_block$NP_NL in
      *"${NP_NL}Id=$np_name$NP_NL"* | *"${NP_NL}Id=$np_name.service$NP_NL"*) NP_UNITS="$NP_UNITS|$np_name $np_block" ;;
    esac
  done
  NP_UNITS="$NP_UNITS|"
}
# np_unit UNIT: its properties are in $np_state, PROPERTY=VALUE.
np_unit() {
  case $NP_UNITS in
    *"|$1 "*) np_state=${NP_UNITS#*"|$1 "} && np_state=${np_state%%"|"*} ;;
    *) np_state=$(np_show "$1") ;;
  esac
}
# One call tells all; comma lists after -p are younger than systemd 219.
np_show() { systemctl show -p LoadState -p ActiveState -p UnitFileState -p NeedDaemonReload -p MainPID "$@"; }
# np_current UNIT FILE…: its main process is younger than the last change of each of them, as far as clocks can tell: one that was set
# back can make a change one of the future, which says nothing. Also true of a unit that does not run.
np_current() {
  np_unit "$1"
  case $np_state in *MainPID=*) np_pid=${np_state##*MainPID=} np_pid=${np_pid%%"$NP_NL"*} ;; *) np_pid=0 ;; esac
  shift
  [ "$np_pid" != 0 ] && np_started_at "$np_pid" && read -r np_up _ </proc/uptime || return 0
  np_date=$(date +%s)
  for np_time in $(stat -c %Z -- "$@" 2>/dev/null); do
    [ "$np_time" -gt "$np_date" ] || [ "$np_time" -le $((np_date - ${np_up%.*} + NP_AT / 100 + 2)) ] || return 1
  done
}
# np_tell_former UNIT FILE…: which of them are younger.
np_tell_former() {
  np_name=$1
  shift
  for np_file; do np_current "$np_name" "$np_file" || printf -- '- %s: started before %s last changed\n' "$np_name" "$np_file"; done
  printf '+ %s: restarted\n' "$np_name"
}
