# Where nodes and the cluster's own copies reach the API servers. A kubeconfig has one server.
np_leads_to() { sed -n 's|^ *server: *"\{0,1\}\([^" ]*\).*|\1|p' "$1" | head -n 1; }
np_led_to() { sed "s|^\( *server:\).*|\1 https://$2|" "$1"; }
# np_is_led NAME SERVER OWN: that kubeconfig leads there, or to the API server of this host, or there is none.
np_is_led() {
  [ -s "/etc/kubernetes/$1" ] || return 0
  case $(np_leads_to "/etc/kubernetes/$1") in "https://$2") ;; "https://$3") [ -n "$3" ] ;; *) return 1 ;; esac
}
# np_all_led SERVER OWN: only kubelet of a control plane may use the API server beside it.
np_all_led() {
  np_is_led kubelet.conf "$1" "$2" && np_is_led admin.conf "$1" '' && np_is_led super-admin.conf "$1" ''
}
np_endpoint_kept='kubelet-conf admin-conf super-admin-conf'
# np_endpoint_is SERVER OWN
np_endpoint_is() {
  np_all_led "$1" "$2" || return 1
  for np_each in $np_endpoint_kept; do ! np_unproven "$np_each" || return 1; done
}
# np_serves_there SERVER: an API server of this cluster answers there, for its authority has signed the certificate.
np_serves_there() { [ "$(np_as_kubelet --server "https://$1" get --raw /healthz 2>&1)" = ok ]; }
# np_lead_to NAME SERVER
np_lead_to() {
  np_led_to "/etc/kubernetes/$1" "$2" >"$NP_RUN/values/.conf"
  np_keep_old "${1%.conf}-conf" "/etc/kubernetes/$1"
  np_write "/etc/kubernetes/$1" 0600 root root <"$NP_RUN/values/.conf"
  rm -f "$NP_RUN/values/.conf"
}
# np_roll_endpoint SERVER OWN
np_roll_endpoint() {
  np_wait 60 "asking for an API server at $1" np_serves_there "$1" || {
    np_said=$(np_as_kubelet --server "https://$1" get --raw /healthz 2>&1 | np_shown 3) || :
    np_fail "$1 does not lead from $NODE to an API server of this cluster, and nothing was changed here: $np_said"
  }
  np_admin=$(np_leads_to /etc/kubernetes/admin.conf 2>/dev/null) || np_admin=
  for np_each in admin.conf super-admin.conf; do np_is_led "$np_each" "$1" '' || np_lead_to "$np_each" "$1"; done
  np_endpoint_user "$1"
  if ! np_is_led kubelet.conf "$1" "$2" || np_unproven kubelet-conf; then
    np_is_led kubelet.conf "$1" "$2" || np_lead_to kubelet.conf "$1"
    np_began=$(date +%s)
    np_kubelet_again || {
      np_put_kubelet_back "$np_began" "kubelet does not get ready by $1: putting the former server back" \
        kubelet-conf /etc/kubernetes/kubelet.conf
      np_fail "kubelet of $NODE does not get ready by $1 and was put back as it was. Correct cluster.yaml, or what $1 leads to, and run the command again"
    }
  fi
  np_proven $np_endpoint_kept
}
# np_endpoint_user SERVER: root's kubeconfig, as far as it is a copy of the administrator's.
np_endpoint_user() {
  [ -n "$np_admin" ] && [ "$np_admin" != "https://$1" ] && [ "$(np_leads_to /root/.kube/config 2>/dev/null)" = "$np_admin" ] &&
    grep -qsF "$(grep certificate-authority-data: /etc/kubernetes/admin.conf)" /root/.kube/config || return 0
  np_led_to /root/.kube/config "$1" >"$NP_RUN/values/.conf"
  np_write /root/.kube/config 0600 root root <"$NP_RUN/values/.conf"
  rm -f "$NP_RUN/values/.conf"
}
# np_copy_led NAMESPACE NAME KEY SERVER: that ConfigMap leads there; where there is none, as without kube-proxy, nothing does.
np_copy_led() {
  np_text=$(np_config_map "$2" "$3" "$1" --ignore-not-found) || return 1
  printf '%s\n' "$np_text" >"$NP_RUN/values/.copy"
  [ -z "$np_text" ] || [ "$(np_leads_to "$NP_RUN/values/.copy")" = "https://$4" ]
}
# np_lead_copy NAMESPACE NAME KEY SERVER
np_lead_copy() {
  ! np_copy_led "$@" || return 0
  np_led_to "$NP_RUN/values/.copy" "$4" >"$NP_RUN/values/.copy.new"
  np_set_config_map "$2" "$3" "$NP_RUN/values/.copy.new" "$1"
}
# np_proxy_led SERVER: kube-proxy's pods have started since its ConfigMap leads there; it reads that once.
np_proxy_led() {
  np_has=$(np_kubectl -n kube-system get daemonset kube-proxy --ignore-not-found -o 'jsonpath={.metadata.name} {.spec.template.metadata.annotations.nodeprep\.dev/server}') || return 1
  case $np_has in '' | "kube-proxy $1") ;; *) return 1 ;; esac
}
np_endpoint_copied() {
  np_copy_led kube-public cluster-info kubeconfig "$1" && np_copy_led kube-system kube-proxy kubeconfig.conf "$1" &&
    np_proxy_led "$1" && { [ -z "$np_has" ] || np_rolled_out daemonset/kube-proxy 5; }
}
# np_copy_endpoint SERVER
np_copy_endpoint() {
  np_await_api
  np_lead_copy kube-public cluster-info kubeconfig "$1" || np_fail 'ConfigMap cluster-info of kube-public could not be changed: see above'
  np_lead_copy kube-system kube-proxy kubeconfig.conf "$1" || np_fail 'ConfigMap kube-proxy of kube-system could not be changed: see above'
  np_proxy_led "$1" || np_kubectl -n kube-system patch daemonset kube-proxy --type merge -p "{\"spec\":{\"template\":{\"metadata\":{\"annotations\":{\"nodeprep.dev/server\":\"$1\"}}}}}" >/dev/null
  [ -z "$np_has" ] || np_rolled_out daemonset/kube-proxy 300 || {
    np_proxy_words
    np_fail "kube-proxy does not start with the API servers at $1; see above"
  }
}
