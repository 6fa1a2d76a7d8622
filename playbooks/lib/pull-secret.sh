# np_pull_secrets_say: the Secrets that nodeprep made for imagePullSecrets into $np_seen, each as NAMESPACE/NAME=DATA between blanks.
np_pull_secrets_say() {
  np_seen=" $(np_kubectl get secrets -A -l app.kubernetes.io/managed-by=nodeprep --field-selector type=kubernetes.io/dockerconfigjson \
    -o 'jsonpath={range .items[*]}{.metadata.namespace}/{.metadata.name}={.data.\.dockerconfigjson} {end}')"
}
# np_former_secrets [NAME NAMESPACES]: those of them that are not NAME in one of NAMESPACES, into $np_former.
np_former_secrets() {
  np_former=
  for np_one in $np_seen; do
    np_one=${np_one%%=*}
    case " ${2-} " in *" ${np_one%%/*} "*) [ "${np_one#*/}" != "$1" ] || continue ;; esac
    np_former="$np_former $np_one"
  done
}
# np_pull_secrets_gone NAME NAMESPACES: removes those others.
np_pull_secrets_gone() {
  np_pull_secrets_say || np_fail 'the API server does not say which Secrets there are'
  np_former_secrets "$@"
  for np_one in $np_former; do np_kubectl_long -n "${np_one%%/*}" delete secret "${np_one#*/}" --ignore-not-found; done
}
