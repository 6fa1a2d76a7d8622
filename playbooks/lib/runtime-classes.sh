# np_classes_say: all RuntimeClasses into $np_seen, each as NAME=HANDLER|WHO-MANAGES-IT between blanks.
np_classes_say() {
  np_seen=" $(np_kubectl get runtimeclasses -o 'jsonpath={range .items[*]}{.metadata.name}={.handler}|{.metadata.labels.app\.kubernetes\.io/managed-by} {end}')"
}
# np_former_classes WANTED: those of nodeprep whose names are not among WANTED, into $np_former.
np_former_classes() {
  np_former=
  for np_one in $np_seen; do
    case $np_one in *'|nodeprep') ;; *) continue ;; esac
    case " $1" in *" ${np_one%%=*}="*) ;; *) np_former="$np_former ${np_one%|*}" ;; esac
  done
}
# np_class_pods NAME: the pods that use this RuntimeClass and have not ended, the first ten of them.
np_class_pods() {
  np_all=$(np_kubectl_long get pods -A --field-selector 'status.phase!=Succeeded,status.phase!=Failed' \
    -o 'jsonpath={range .items[*]}{.metadata.namespace}/{.metadata.name}={.spec.runtimeClassName}{"\n"}{end}') || return 1
  printf '%s\n' "$np_all" | grep -F "=$1" | sed -n "s/=$1\$//p" | head -n 10 | tr '\n' ' ' | sed 's/ *$//'
}
