# Runs as the one command of a connection: prints the facts, then does what the client writes to stdin.
# Kept on the command line, so that facts come with the very first answer; whoever is on the host can read it there. So the nonce
# is none of it: it is made here. The client prepends T=<tag>, which marks the one line that names the nonce and nothing else,
# A=<what it asks for beside the facts of every host> and R=<files whose text it has to know>.
# The files of facts come before this text (bootstrap.ts). Each is about one thing, NAME, and defines up to three functions:
# begin_NAME runs before anything is read, facts_NAME calls `fact` for each of its facts, end_NAME does so for what takes longest.
# begin_NAME may set L to a function that runs while the facts are read; end_NAME reads its output from stdin. Only one file may.
# It may also add to I an interface whose addresses do not belong to the host.
LC_ALL=C PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin; export LC_ALL PATH; umask 077
v() { x=; [ ! -r "$1" ] || IFS= read -r x <"$1" || :; }
# A variable that came with the environment would be passed on to children. The nonce is not for them, and with the text of a whole
# file in its environment no program starts.
unset N F k x; v /proc/sys/kernel/random/uuid; N=${x##*-}${x%%-*}
e() { printf "\n\036%s %s\n" "$N" "$*"; }
say() { printf "\n\036$N fact %s\n" "$@"; }
# fact "KEY VALUE": of one line, said with all others.
fact() { F="$F
$1"; }
# The texts of the files in R, in base64. Of regular ones alone: whoever opens a pipe waits.
files() {
  for c in ${R-}; do
    [ ! -f "$c" ] || [ ! -r "$c" ] || fact "file:$c $(head -c 262144 "$c" | base64 | tr -d "\n")"
  done
}
# All facts but those of os-release, which can set any variable, are said at once: said one by one each is a packet.
facts() {
  o=$(ID= VERSION_ID= VERSION_CODENAME= PRETTY_NAME= ID_LIKE=
    [ ! -r /etc/os-release ] || . /etc/os-release
    say "os.id $ID" "os.like $ID_LIKE" "os.version $VERSION_ID" "os.codename $VERSION_CODENAME" "os.name $PRETTY_NAME")
  printf "\n\036%s open %s\n%s\n" "$T" "$N" "$o"
  v /proc/sys/kernel/osrelease; k=$x
  # Kernels before 6.1 do not have it.
  v /proc/sys/kernel/arch; set -- "uname $k ${x:-$(uname -m)}"
  while read -r k _ x _ && [ "$k" != Uid: ]; do :; done </proc/self/status; set -- "$@" "uid $x"
  set -- "$@" "clock $(date +%s)"
  v /proc/sys/kernel/random/boot_id; set -- "$@" "boot $x"
  v /proc/1/comm; set -- "$@" "init $x"
  v /proc/sys/kernel/hostname; set -- "$@" "hostname $x"
  v /etc/machine-id; set -- "$@" "machineId $x"
  v /sys/class/dmi/id/product_uuid; set -- "$@" "productUuid $x"
  v /sys/fs/selinux/enforce; [ -n "$x" ] || [ ! -e /etc/selinux/config ] || x=off; set -- "$@" "selinux $x"
  for m in apt-get dnf5 dnf yum none; do command -v "$m" >/dev/null 2>&1 && break; done; set -- "$@" "packageManager $m"
  m=1; [ ! -e /sys/fs/cgroup/cgroup.controllers ] || m=2; set -- "$@" "cgroup $m"
  # Ranges and single numbers: 0-3,8.
  v /sys/devices/system/cpu/online; c=0 IFS=,; for m in $x; do c=$((c + ${m#*-} - ${m%-*} + 1)); done; unset IFS; set -- "$@" "cpus $c"
  read -r _ x _ </proc/meminfo; set -- "$@" "memoryKiB $x"
  m=0; while read -r x _; do case $x in /*) m=1 ;; esac; done </proc/swaps; set -- "$@" "swap $m"
  # One ip for the source addresses of both default routes and all addresses: 192.0.2.1=SOURCE 2001:db8::1=SOURCE eth0=ADDRESS.
  # That of busybox has no -batch, and is asked for the first alone.
  m=$(printf "%s\n" "route get 192.0.2.1" "route get 2001:db8::1" "addr show scope global" | ip -o -force -batch - 2>/dev/null | while read -r c l; do
    case $c in
      *:)
        # Only the stable ones.
        case " $I " in *" ${l%% *} "*) continue ;; esac
        case " $l " in *" temporary "* | *" deprecated "* | *" tentative "* | *" dadfailed "*) continue ;; esac
        set -- $l; c=$1 l=$3 ;;
      *) case $l in *"src "*) l=${l#*src } ;; *) continue ;; esac ;;
    esac
    l=${l%% *}; printf "%s" "$c=${l%/*} "
  done)
  [ -n "$m" ] || { m=$(ip -4 route get 192.0.2.1 2>/dev/null) || m=; case $m in *" src "*) m=${m#* src }; m=192.0.2.1=${m%% *} ;; *) m= ;; esac; }
  set -- "$@" "addresses $m"
  # Names alone: marks of what nodeprep made here, and its repositories and their keys.
  m=; k=/etc/apt c=/etc/pki/rpm-gpg
  for x in /var/lib/nodeprep/made/* $k/sources.list.d/nodeprep-*.list $k/keyrings/nodeprep-*.asc /etc/yum.repos.d/nodeprep-*.repo $c/RPM-GPG-KEY-nodeprep-*; do
    [ ! -f "$x" ] || m="$m $x"
  done
  set -- "$@" "made$m"
  F=; facts_all; files; end_all
  IFS="
"; set -f; set -- "$@" $F; set +f; unset IFS
  say "$@"
}
# follow RUN OFFSET [watch]: from here on stdout carries the bytes of the log and nothing else. Who only watches another's
# program brings it no values: it must not take him for its client, or it would wait for them for ever.
follow() {
  d=/run/nodeprep/$1
  [ -z "$t" ] || { kill "$t"; wait "$t"; t=; } 2>/dev/null
  [ -f "$d/log" ] || { e "gone $1"; return; }
  [ -n "${3-}" ] || printf "%s\n" $$ >"$d/client"
  f=$d
  e "following $2"
  tail -c "+$(($2 + 1))" -f "$d/log" & t=$!
}
# start RUN SIZE: saves the program, starts it so that it outlives this connection, follows its log.
# Until all of it has arrived the folder has another name, so that no other run clears it away.
start() {
  d=/run/nodeprep/.$1
  mkdir -p "$d/values" "$d/out" && : >"$d/log" && head -c "$2" >"$d/program" ||
    # What is left of the program must not be read as orders.
    { rm -rf "$d"; e "refused cannot write to /run/nodeprep"; exit 1; }
  s=$(wc -c <"$d/program")
  [ "$((s))" = "$2" ] || { rm -rf "$d"; exit 1; }
  mv "$d" "/run/nodeprep/$1" && d=/run/nodeprep/$1
  if command -v setsid >/dev/null 2>&1; then NP_RUN=$d setsid sh "$d/program" </dev/null >>"$d/log" 2>&1 &
  else ( trap "" HUP INT; NP_RUN=$d exec sh "$d/program" </dev/null >>"$d/log" 2>&1 ) & fi
  follow "$1" 0
}
# ping: a program that was killed cannot say so itself, nor once another run has cleared its folder away or /run is full.
ping() {
  [ -n "$f" ] || return
  # Cleared away by another run it may have ended well: its last words come before this.
  [ -d "$f" ] || { sleep 2; e died; return; }
  [ -s "$f/lock" ] && read -r _ p _ n _ <"$f/lock" || return
  # Between its end and its parent's asking it is a zombie. The log is the program's: in it all is said by its nonce.
  v "/proc/$p/stat"
  case $x in "" | *") Z "*) ( N=$n; e died >>"$f/log" ) 2>/dev/null || e "refused its program has ended, and no space is left in /run for what it says" ;; esac
}
t= f= L= I=
begin_all
if [ -z "$L" ]; then facts; else $L </dev/null | facts; fi
e ready
while IFS= read -r l; do
  set -f; set -- $l; set +f
  case ${1-} in
    # Whatever becomes of the shell, nothing of the program is left to be read as orders.
    check) head -c "$2" | { sh; cat >/dev/null; }; e checked ;;
    start) start "$2" "$3" ;;
    follow) follow "$2" "$3" ${4+"$4"} ;;
    value) printf "%s" "${4-}" | base64 -d >"/run/nodeprep/$2/values/$3.tmp" && mv "/run/nodeprep/$2/values/$3.tmp" "/run/nodeprep/$2/values/$3" ;;
    novalue) : >"/run/nodeprep/$2/values/$3.failed" ;;
    ping) ping ;;
    stop) [ ! -d "/run/nodeprep/$2" ] || : >"/run/nodeprep/$2/stop" ;;
    bye) rm -rf "/run/nodeprep/$2" ;;
  esac
done
[ -z "$t" ] || kill "$t" 2>/dev/null
