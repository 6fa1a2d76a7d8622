# Nodes that are there before their hosts have joined.
# np_replaced NEWCOMERS: of NAME=ADDRESS,ADDRESS… of hosts that nothing of a cluster is on. $np_former are those whose node has an
# address of theirs: what the machine was before it was reinstalled. $np_taken are those whose node is Ready somewhere else.
np_replaced() {
  np_former= np_taken=
  np_has=$(np_kubectl get nodes -o 'go-template={{range .items}}{{.metadata.name}}{{range .status.conditions}}{{if eq .type "Ready"}}{{printf " %q" .status}}{{end}}{{end}}{{range .status.addresses}}{{if eq .type "InternalIP"}}{{printf " %q" .address}}{{end}}{{end}}{{"\n"}}{{end}}') || return 1
  for np_new in $1; do
    np_own=${np_new#*=},
    np_line=$(printf '%s\n' "$np_has" | awk -v name="${np_new%%=*}" '$1 == name')
    [ -n "$np_line" ] || continue
    np_is=elsewhere
    while [ -n "$np_own" ]; do
      case "$np_line " in *" \"${np_own%%,*}\" "*) np_is=here ;; esac
      np_own=${np_own#*,}
    done
    case $np_is$np_line in
      here*) np_former="$np_former ${np_new%%=*}" ;;
      *' "True"'*) np_taken="$np_taken ${np_new%%=*}" ;;
    esac
  done
}
# np_forget_nodes NAMES: with their pods, which nobody else would ever report as gone.
np_forget_nodes() {
  for np_name in $1; do
    np_say "$np_name was reinstalled: removing its former node"
    np_kubectl delete node "$np_name" --ignore-not-found --wait=false
    np_kubectl delete pods --all-namespaces --field-selector "spec.nodeName=$np_name" --force --grace-period=0 --wait=false || :
  done
}
