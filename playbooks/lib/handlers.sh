# np_handler_pods HANDLER…: the pods that run on this host by one of these handlers, as NAMESPACE/NAME with the handler. False if
# the runtime does not answer.
np_handler_pods() {
  np_ids=$(crictl pods -q) || return 1
  for np_id in $np_ids; do
    # One that was removed in the meantime runs no more.
    np_pod=$(crictl inspectp "$np_id" 2>/dev/null) || continue
    case $np_pod in *SANDBOX_READY*) ;; *) continue ;; esac
    np_by=$(printf '%s\n' "$np_pod" | sed -n 's/^ *"runtimeHandler": *"\([a-z0-9-]*\)".*/\1/p' | head -n 1)
    case " $* " in *" ${np_by:-/} "*) ;; *) continue ;; esac
    printf '%s/%s (%s)\n' "$(np_pod_label namespace)" "$(np_pod_label name)" "$np_by"
  done
}
np_pod_label() { printf '%s\n' "$np_pod" | sed -n "s/^ *\"io.kubernetes.pod.$1\": *\"\([a-z0-9.-]*\)\".*/\1/p" | head -n 1; }
