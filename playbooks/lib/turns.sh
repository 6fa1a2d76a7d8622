# A node's turn in an operation: drained, changed, put back. The annotation nodeprep.dev/turn on the node is TURN|WAS|STAGE: which
# operation this is, whether the node was cordoned by somebody else (schedulable, cordoned), and how far it is (draining, drained,
# done). It outlives the run, so that the next one goes on from there.

# np_turn_says NODE: $np_turn, $np_was, $np_stage; $np_cordoned (true or nothing) and $np_ready. False if there is no such node.
np_turn_says() {
  np_said=$(np_kubectl get node "$1" -o 'jsonpath={.metadata.annotations.nodeprep\.dev/turn};{.spec.unschedulable};{.status.conditions[?(@.type=="Ready")].status}') || return 1
  np_turn=${np_said%%;*} np_said=${np_said#*;}
  np_cordoned=${np_said%%;*} np_ready=${np_said#*;}
  np_stage=${np_turn##*|} np_turn=${np_turn%|*}
  np_was=${np_turn##*|} np_turn=${np_turn%|*}
}
# np_note_turn NODE TURN WAS STAGE
np_note_turn() { np_kubectl annotate --overwrite node "$1" "nodeprep.dev/turn=$2|$3|$4" >/dev/null; }
# np_had_turn NODE TURN
np_had_turn() { np_turn_says "$1" && [ "$np_turn $np_stage" = "$2 done" ]; }
# np_is_out NODE TURN: it is drained for this turn, or has had it.
np_is_out() { np_had_turn "$1" "$2" || { [ "$np_turn $np_stage $np_cordoned" = "$2 drained true" ]; }; }
# np_is_in NODE TURN: it has had this turn, and is Ready.
np_is_in() { np_had_turn "$1" "$2" && [ "$np_ready" = True ]; }
# np_lease NODE: when its kubelet was last heard of, by the kubelet's own clock.
np_lease() { np_kubectl -n kube-node-lease get lease "$1" -o 'jsonpath={.spec.renewTime}'; }
# np_is_heard NODE BEFORE: its kubelet has renewed its lease since it was BEFORE, and the node is Ready. A node that went down a
# moment ago still counts as Ready.
np_is_heard() { [ "$(np_lease "$1")" != "$2" ] && np_turn_says "$1" && [ "$np_ready" = True ]; }

# np_evict NODE SECONDS [EMPTYDIR FORCE]: kubectl drain, which says itself what is in the way. The last two are true or false.
np_evict() {
  np_node=$1 np_seconds=$2 np_emptydir=${3-} np_force=${4-}
  set -- --ignore-daemonsets "--timeout=${np_seconds}s"
  if [ "$np_emptydir" = true ]; then
    # Before 1.20 it had another name.
    case $(np_kubectl_long drain --help) in
      *--delete-emptydir-data*) set -- "$@" --delete-emptydir-data ;;
      *) set -- "$@" --delete-local-data ;;
    esac
  fi
  [ "$np_force" != true ] || set -- "$@" --force
  np_say "draining $np_node, $np_seconds s at most"
  np_kubectl_long drain "$np_node" "$@"
}
