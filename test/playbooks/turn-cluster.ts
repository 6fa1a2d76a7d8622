import { MigrationHost } from './migration-host.ts'
import type { Shell } from './scripts.ts'

/**
 * An API server with one node, whose state is files; what it is asked to change is noted in the order of the calls. With a
 * number in `cut` whoever makes that call is killed, before or, with `cut-late`, after it has had its effect.
 */
const kubectl = (help: string) => `note() { cat "$ROOT/$1" 2>/dev/null || :; }
cut() {
  [ "$(note cut)" != "$(wc -l <"$ROOT/calls")" ] || [ "$1" != "$([ -e "$ROOT/cut-late" ] && echo late || echo early)" ] || kill -9 "$PPID"
}
case $* in *' get '* | *--help*) asks=yes ;; *)
  asks=
  echo "$*" | sed 's/--kubeconfig [^ ]* //; s/--request-timeout [^ ]* //' >>"$ROOT/calls"
  cut early ;;
esac
[ ! -e "$ROOT/api-down" ] || exit 1
[ ! -e "$ROOT/api-late" ] || { rm "$ROOT/api-late"; exit 1; }
case $* in
*--help*) echo '${help}' ;;
*'get --raw /healthz') echo ok ;;
*'get node w1 '*'cri-socket'*) note cri ;;
*'get node w1 '*'range .status.conditions'*) echo 'Ready=False KubeletNotReady: no network' ;;
*'get node w1 '*)
  printf '%s;%s;%s;' "$(note annotation)" "$(note unschedulable)" "$(note ready)"
  case $* in *'{.status.nodeInfo.containerRuntimeVersion}'*) note runtime ;; esac ;;
*'-n kube-node-lease get lease w1 '*)
  [ -e "$ROOT/lease" ] || exit 1
  note lease; [ -e "$ROOT/silent" ] || echo $(($(note lease) + 1)) >"$ROOT/lease" ;;
*' cordon w1') echo true >"$ROOT/unschedulable" ;;
*' uncordon w1') rm -f "$ROOT/unschedulable" ;;
*' annotate node w1 nodeprep.dev/turn-') rm "$ROOT/annotation" ;;
*' annotate --overwrite node w1 nodeprep.dev/turn='*) for word; do :; done; echo "\${word#*=}" >"$ROOT/annotation" ;;
*' annotate --overwrite node w1 kubeadm.alpha'*) for word; do :; done; echo "\${word#*=}" >"$ROOT/cri" ;;
*' drain w1 '*) [ ! -e "$ROOT/stuck" ] || { echo 'Cannot evict pod as it would violate the budget' >&2; exit 1; } ;;
*) exit 99 ;;
esac
status=$?
[ -n "$asks" ] || cut late
exit $status`

/** The lead of that cluster. The node runs by containerd, is Ready, and its kubelet is heard of. */
export function turnCluster(shell: Shell, help = '--delete-emptydir-data'): MigrationHost {
  const host = new MigrationHost(shell, '1.20.2', { kubectl: kubectl(help), sleep: '' })
  for (const [name, text] of Object.entries({ runtime: 'containerd://1.6.20', ready: 'True', lease: '1' }))
    host.write(name, text)
  return host
}

export const calls = (host: MigrationHost): readonly string[] =>
  host.has('calls') ? host.read('calls').trim().split('\n') : []
