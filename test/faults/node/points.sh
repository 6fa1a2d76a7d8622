# Appended to the prelude of the client that the fault matrix runs: points at which a program on a host can be held. The
# program differs from the shipped one in nothing else. A point is held while /opt/faults/PHASE.STEP.armed is there;
# PHASE.STEP.reached says that it was come to.
# Half an hour of waiting is 40 seconds here.
NP_PATIENCE=40
np_at=
np_point() {
  [ -n "$np_at" ] && [ -e "/opt/faults/$1.$np_at.armed" ] || return 0
  : >"/opt/faults/$1.$np_at.reached"
  while [ -e "/opt/faults/$1.$np_at.armed" ]; do sleep 0.05; done
}
# before: the check failed, apply has not begun. after: apply is done and its check holds, nobody was told yet.
np_event() {
  case $NP_MODE:$1 in
    'apply:start '*) np_at=${1##* } ;;
    'apply:changed '* | 'apply:ok '*) np_point after; np_at= ;;
  esac
  printf '\n\036%s %s\n' "$NP_NONCE" "$*"
  case $NP_MODE:$1 in
    'apply:start '*) np_point before ;;
  esac
}
# inside: a file of the host's is written under its temporary name and not renamed yet.
mv() {
  case ${3-} in
    /etc/*) np_point inside ;;
  esac
  command mv "$@"
}
