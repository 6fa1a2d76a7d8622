# kubelet's configuration and arguments on a node that runs.
np_kubelet_yaml=/var/lib/kubelet/config.yaml np_kubelet_env=/var/lib/kubelet/kubeadm-flags.env
# np_arguments_of DROP ADD: the file of arguments without those of some names, and with others at its end.
np_arguments_of() {
  DROP=" $1 " ADD=$2 awk '
    /^KUBELET_KUBEADM_ARGS=/ {
      line = substr($0, index($0, "=") + 1); gsub(/^"|"$/, "", line)
      count = split(line, words, /[ \t]+/); text = ""
      for (i = 1; i <= count; i++) {
        name = words[i]; sub(/^--?/, "", name); sub(/=.*/, "", name)
        if (words[i] == "" || (words[i] ~ /^-/ && index(ENVIRON["DROP"], " " name " "))) { skip = words[i] !~ /=/; continue }
        if (skip && words[i] !~ /^-/) { skip = 0; continue }
        skip = 0; text = text (text == "" ? "" : " ") words[i]
      }
      if (ENVIRON["ADD"] != "") text = text (text == "" ? "" : " ") ENVIRON["ADD"]
      print "KUBELET_KUBEADM_ARGS=\"" text "\""; next
    }
    { print }' "$np_kubelet_env"
}
np_has_arguments() { [ -z "$1$2" ] || { [ "$(np_arguments_of "$1" "$2")" = "$(cat "$np_kubelet_env")" ]; }; }
np_kubelet_is() { np_is_patched "$np_kubelet_yaml" "$1" && np_has_arguments "$2" "$3"; }
np_kubelet_lease() { np_as_kubelet -n kube-node-lease get lease "$NODE" -o 'jsonpath={.spec.renewTime}'; }
np_kubelet_ready() {
  case $(np_as_kubelet get node "$NODE" -o 'jsonpath={.status.conditions[?(@.type=="Ready")].status}') in
    True) ;;
    # Without a network no node is.
    *) [ "$CNI" = none ] ;;
  esac
}
# np_kubelet_back LEASE: it runs, has renewed its lease since then, and its node is Ready.
np_kubelet_back() {
  systemctl is-active -q kubelet && np_renewed=$(np_kubelet_lease) && [ "$np_renewed" != "$1" ] && np_kubelet_ready
}
np_kubelet_down() { case $(systemctl show -p ActiveState -p SubState kubelet) in *auto-restart* | *=failed*) ;; *) false ;; esac; }
np_kubelet_settles() { np_kubelet_back "$1" || np_kubelet_down; }
np_kubelet_again() {
  np_heard=$(np_kubelet_lease) || np_heard=
  # It may have been started too often.
  systemctl reset-failed kubelet 2>/dev/null || :
  systemctl restart kubelet || :
  np_wait 180 'waiting for kubelet with its new settings' np_kubelet_settles "$np_heard" || :
  np_kubelet_back "$np_heard"
}
np_kubelet_words() {
  journalctl -u kubelet --since "@$1" -n 2000 -o cat --no-pager 2>/dev/null |
    grep -E '^[EF][0-9]{4} |level="?(error|fatal)|^Error: |unknown flag|failed to (run|load|validate)' |
    grep -vE 'connection refused|node .*not found' | np_shown 5
}
# np_make_kubelet PATCH: its configuration with that patch, as a file, which is $np_new_kubelet.
np_make_kubelet() {
  np_new_kubelet=$NP_RUN/values/.kubelet
  np_patched "$np_kubelet_yaml" "$1" >"$np_new_kubelet" || np_fail "$np_kubelet_yaml could not be changed: see above"
}
# np_patch_kubelet PATCH: for a kubelet that starts again later in this run.
np_patch_kubelet() {
  np_make_kubelet "$1"
  np_owe kubelet
  np_write "$np_kubelet_yaml" "$(stat -c %a "$np_kubelet_yaml")" root root <"$np_new_kubelet"
}
# np_put_kubelet_back SINCE TEXT NAME FILE…: it does not run by these files. Says TEXT, puts back those that were kept as NAME, and says
# what kubelet said, which is in $np_words.
np_put_kubelet_back() {
  np_words=$(np_kubelet_words "$1")
  np_say "$2"
  shift 2
  np_names=
  while [ $# -gt 0 ]; do
    np_put_back "$1" "$2"
    np_names="$np_names $1"
    shift 2
  done
  np_kubelet_again || np_say 'kubelet was put back as it was, and does not get ready'
  np_proven $np_names
  printf '%s\n' 'kubelet said:' "${np_words:-nothing that is an error: see journalctl -u kubelet}"
}
# np_roll_kubelet PATCH DROP ADD
np_roll_kubelet() {
  case $3 in *[\"\\\$\`]*) np_fail 'an argument of kubeletExtraArgs has a quote, a backslash, $ or ` in it, which the file of arguments cannot hold' ;; esac
  np_make_kubelet "$1"
  np_mode=$(stat -c %a "$np_kubelet_yaml")
  np_keep_old kubelet-env "$np_kubelet_env"
  np_keep_old kubelet "$np_kubelet_yaml"
  [ -z "$2$3" ] || { np_arguments_of "$2" "$3" >"$NP_RUN/values/.env"; np_write "$np_kubelet_env" "$(stat -c %a "$np_kubelet_env")" root root <"$NP_RUN/values/.env"; }
  np_is_patched "$np_kubelet_yaml" "$1" || np_write "$np_kubelet_yaml" "$np_mode" root root <"$np_new_kubelet"
  np_began=$(date +%s)
  if ! np_kubelet_again; then
    np_put_kubelet_back "$np_began" 'kubelet does not run with its new settings: putting the former ones back' \
      kubelet "$np_kubelet_yaml" kubelet-env "$np_kubelet_env"
    np_last=$(printf '%s\n' "$np_words" | head -n 1)
    np_fail "kubelet does not run with its new settings and was put back as it was. No other node was changed. Correct cluster.yaml and run the command again${np_last:+: $np_last}"
  fi
  np_proven kubelet-env kubelet
}
