# A node's turn in an operation: drained, changed, put back. The annotation nodeprep.dev/turn on the node is TURN|WAS|STAGE: which
# operation this is, whether the node was cordoned by somebody else (schedulable, cordoned), and how far it is (draining, drained,
# done). It outlives the run, so that the next one goes on from there. A node has had its turn when the annotation says so or, where
# FIELD is not empty, when FIELD of the node is like PATTERN, as in `case`, whatever the annotation says.

# np_turn_says NODE FIELD: $np_turn, $np_was, $np_stage; $np_cordoned (true or nothing), $np_ready, $np_shown. False if there is
# no such node.
np_turn_says() {
  np_turn= np_was= np_stage= np_cordoned= np_ready= np_shown= np_field=
  [ -z "$2" ] || np_field="{$2}"
  np_said=$(np_kubectl get node "$1" -o 'jsonpath={.metadata.annotations.nodeprep\.dev/turn};{.spec.unschedulable};{.status.conditions[?(@.type=="Ready")].status};'"$np_field") || return 1
  np_turn=${np_said%%;*} np_said=${np_said#*;}
  np_cordoned=${np_said%%;*} np_said=${np_said#*;}
  np_ready=${np_said%%;*} np_shown=${np_said#*;}
  np_stage=${np_turn##*|} np_turn=${np_turn%|*}
  np_was=${np_turn##*|} np_turn=${np_turn%|*}
}
# np_no_node NODE: the API server answers that there is none.
np_no_node() { np_said=$(np_kubectl get node "$1" --ignore-not-found -o name) && [ -z "$np_said" ]; }
# np_note_turn NODE TURN WAS STAGE
np_note_turn() { np_kubectl annotate --overwrite node "$1" "nodeprep.dev/turn=$2|$3|$4" >/dev/null; }
# np_under_way TURN: what np_turn_says found is this turn, and it has not come to its end.
np_under_way() { case "$np_turn|$np_stage" in "$1|draining" | "$1|drained") ;; *) return 1 ;; esac; }
# np_is_like FIELD PATTERN: what np_turn_says found in FIELD is like PATTERN, or there is no FIELD.
np_is_like() { [ -z "$1" ] || case $np_shown in $2) ;; *) return 1 ;; esac; }
# np_had_turn NODE TURN FIELD PATTERN; np_is_out and np_is_in take the same.
np_had_turn() { np_turn_says "$1" "$3" && np_is_like "$3" "$4" && { [ -n "$3" ] || [ "$np_turn|$np_stage" = "$2|done" ]; }; }
# It is drained for this turn, or has had it.
np_is_out() { np_had_turn "$@" || [ "$np_turn|$np_stage|$np_cordoned" = "$2|drained|true" ]; }
# It has had this turn, is no longer cordoned for it, and is Ready.
np_is_in() { np_had_turn "$@" && [ "$np_ready" = True ] && ! np_under_way "$2"; }
# np_lease NODE: when its kubelet was last heard of, by the kubelet's own clock.
np_lease() { np_kubectl -n kube-node-lease get lease "$1" -o 'jsonpath={.spec.renewTime}'; }
# np_is_back NODE BEFORE FIELD PATTERN: its kubelet has renewed its lease since that was BEFORE, and the node is Ready, with FIELD
# as it should be. A node that went down a moment ago still counts as Ready. Where BEFORE is empty the node has no lease.
np_is_back() {
  [ -z "$2" ] || { np_renewed=$(np_lease "$1") && [ "$np_renewed" != "$2" ]; } || return 1
  np_turn_says "$1" "$3" && np_is_like "$3" "$4" && [ "$np_ready" = True ]
}
# np_say_state NODE: its conditions, and what it runs by.
np_say_state() {
  np_kubectl get node "$1" -o 'jsonpath={range .status.conditions[*]}{.type}={.status} {.reason}: {.message}{"\n"}{end}{.status.nodeInfo.kubeletVersion} {.status.nodeInfo.containerRuntimeVersion}{"\n"}' || :
}

# np_evict NODE SECONDS EMPTYDIR FORCE: kubectl drain, which says itself what is in the way. The last two are true or false.
np_evict() {
  np_node=$1 np_seconds=$2 np_emptydir=$3 np_force=$4
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
