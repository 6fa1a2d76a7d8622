/**
 * A systemctl that knows the calls of a roll alone: kubelet is there, as the file `running`, if it comes up again after a restart.
 * @param comesUp shell that tells whether it does, from the files of the host below $ROOT
 */
export const kubeletUnit = (comesUp: string): string => `case "$*" in
'reset-failed kubelet') ;;
'restart kubelet')
  echo restart >>"$ROOT/calls"
  rm -f "$ROOT/running"
  if ${comesUp}; then : >"$ROOT/running"; fi ;;
'is-active -q kubelet') [ -e "$ROOT/running" ] ;;
'show -p ActiveState -p SubState kubelet') [ -e "$ROOT/running" ] || echo SubState=auto-restart ;;
*) exit 99 ;;
esac`
