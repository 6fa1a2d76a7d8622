# kube-proxy and CoreDNS, which the cluster itself runs.
# np_rolled_out WHAT
np_rolled_out() { np_kubectl_long -n kube-system rollout status "$1" --timeout "${2}s" >/dev/null; }
np_proxy_pods() {
  np_kubectl -n kube-system get pods -l k8s-app=kube-proxy -o 'jsonpath={range .items[*]}{.metadata.name} {.status.conditions[?(@.type=="Ready")].status}{"\n"}{end}'
}
# np_proxy_words: the last words of a pod of kube-proxy that is not ready.
np_proxy_words() {
  np_proxy_pods | while read -r np_pod np_ready; do
    [ "$np_ready" != True ] || continue
    np_text=$(np_kubectl -n kube-system logs --previous --tail=5 "$np_pod" 2>/dev/null </dev/null) ||
      np_text=$(np_kubectl -n kube-system logs --tail=5 "$np_pod" 2>/dev/null </dev/null) || np_text=
    printf '%s\n' "$np_pod is not ready${np_text:+; its log ends:}"
    [ -z "$np_text" ] || printf '%s\n' "$np_text" | np_shown 5
    break
  done
}
# Pods are marked by the digest of the configuration that they start with, so that a change of it makes new ones, one node at a time,
# and an unchanged one none.
np_proxy_digest() { np_config_map kube-proxy config.conf | sha256sum | cut -c 1-16; }
np_proxy_has() {
  np_kubectl -n kube-system get daemonset kube-proxy -o 'jsonpath={.spec.template.metadata.annotations.nodeprep\.dev/config}'
}
np_proxy_renew() {
  np_kubectl -n kube-system patch daemonset kube-proxy --type merge -p "{\"spec\":{\"template\":{\"metadata\":{\"annotations\":{\"nodeprep.dev/config\":\"$1\"}}}}}" >/dev/null
}
# np_proxy_is PATCH
np_proxy_is() {
  ! np_unproven kube-proxy && np_is_copied kube-proxy config.conf "$1" && [ "$(np_proxy_has)" = "$(np_proxy_digest)" ] &&
    np_rolled_out daemonset/kube-proxy 5
}
# np_roll_proxy PATCH
np_roll_proxy() {
  np_await_api
  np_copy_of kube-proxy config.conf || np_fail 'ConfigMap kube-proxy of kube-system cannot be read'
  np_keep_old kube-proxy "$np_copied"
  np_patch_copy kube-proxy config.conf "$1"
  np_proxy_renew "$(np_proxy_digest)"
  np_rolled_out daemonset/kube-proxy 300 || {
    np_words=$(np_proxy_words)
    np_say 'kube-proxy does not run with its new configuration: putting the former one back'
    np_set_config_map kube-proxy config.conf "$np_rolls/kube-proxy.old"
    np_proxy_renew "$(np_proxy_digest)"
    np_rolled_out daemonset/kube-proxy 300 || np_say 'kube-proxy was put back as it was, and does not get ready'
    np_proven kube-proxy
    printf '%s\n' "$np_words"
    np_fail 'kube-proxy does not run with its new configuration and was put back as it was. Correct cluster.yaml and run the command again'
  }
  np_proven kube-proxy
}
# np_addon_images: lines of KIND/NAME CONTAINER IMAGE, as kubeadm names images.
np_addon_images() {
  np_kubeadm_configuration >&2 || return 1
  kubeadm config images list --config "$np_config" 2>/dev/null | awk '
    /kube-proxy:/ { print "daemonset/kube-proxy kube-proxy", $1 } /coredns:/ { print "deployment/coredns coredns", $1 }'
}
np_image_is() {
  np_image=$(np_kubectl -n kube-system get "$1" --ignore-not-found -o "jsonpath={.spec.template.spec.containers[?(@.name==\"$2\")].image}") &&
    { [ -z "$np_image" ] || [ "$np_image" = "$3" ]; }
}
np_addons_are() {
  np_lines=$(np_addon_images) && [ -n "$np_lines" ] || return 1
  printf '%s\n' "$np_lines" | while read -r np_what np_container np_wanted; do
    np_image_is "$np_what" "$np_container" "$np_wanted" </dev/null || exit 1
  done
}
np_roll_addons() {
  np_await_api
  np_lines=$(np_addon_images) && [ -n "$np_lines" ] || np_fail 'kubeadm does not say which images kube-proxy and CoreDNS have; see above'
  printf '%s\n' "$np_lines" | while read -r np_what np_container np_wanted; do
    ! np_image_is "$np_what" "$np_container" "$np_wanted" </dev/null || continue
    np_former=$np_image
    np_say "$np_what gets image $np_wanted"
    np_kubectl -n kube-system set image "$np_what" "$np_container=$np_wanted" </dev/null >/dev/null
    np_rolled_out "$np_what" 300 </dev/null || {
      np_kubectl -n kube-system set image "$np_what" "$np_container=$np_former" </dev/null >/dev/null
      np_fail "$np_what does not start from $np_wanted, and has $np_former again: see kubectl -n kube-system describe $np_what"
    }
  done
}
