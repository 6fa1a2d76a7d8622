# The certificate of the API server. It reads the pair again by itself when the files change, so nothing is restarted.
np_pki=/etc/kubernetes/pki
# np_serves NAME: the API server on this host shows a certificate for it.
np_serves() { np_kubectl --server "https://$np_own" --tls-server-name "$1" get --raw /healthz >/dev/null; }
# np_certified NAMES GONE: it has all of these, and none of those.
np_certified() {
  case $ADDRESS in *:*) np_own="[$ADDRESS]:$PORT" ;; *) np_own=$ADDRESS:$PORT ;; esac
  np_serves "$ADDRESS" || return 1
  for np_each in $1; do np_serves "$np_each" || return 1; done
  for np_each in $2; do ! np_serves "$np_each" 2>/dev/null || return 1; done
}
np_put_pair() { np_write "$np_pki/apiserver.key" 0600 root root <"$1" && np_write "$np_pki/apiserver.crt" 0644 root root <"$2"; }
# np_roll_certificate NAMES GONE: kubeadm makes a pair in a folder of its own, with the authority of the cluster.
np_roll_certificate() {
  np_await_api
  np_kubeadm_configuration || np_fail 'the configuration of the cluster could not be read; see above. Nothing was changed'
  np_new=$NP_RUN/values/.pki
  rm -rf "$np_new"
  mkdir -m 0700 "$np_new"
  [ -e "$np_pki/ca.key" ] || np_fail "$np_pki/ca.key is not on this host, so its certificate cannot be renewed here: sign one with these names where the key is, and put it to $np_pki/apiserver.crt"
  cp "$np_pki/ca.crt" "$np_pki/ca.key" "$np_new/"
  np_kubeadm_into "$np_new" "$np_pki" certs apiserver && [ -s "$np_new/apiserver.crt" ] && [ -s "$np_new/apiserver.key" ] ||
    np_fail 'kubeadm could not make the certificate of the API server; it says why above. Nothing was changed'
  np_keep_old apiserver-key "$np_pki/apiserver.key"
  np_keep_old apiserver "$np_pki/apiserver.crt"
  np_put_pair "$np_new/apiserver.key" "$np_new/apiserver.crt"
  rm -rf "$np_new"
  # Old API servers look once a minute.
  np_wait 180 'waiting for the API server to show its new certificate' np_certified "$1" "$2" || {
    np_put_pair "$np_rolls/apiserver-key.old" "$np_rolls/apiserver.old"
    np_proven apiserver-key apiserver
    np_fail 'the API server did not show its new certificate within 180 s; the former one was put back. See crictl logs of kube-apiserver'
  }
  np_proven apiserver-key apiserver
}
