# Static pods of a control plane, made again by kubeadm. The folder of manifests never holds a backup, which kubelet would run.
np_manifests=/etc/kubernetes/manifests
# np_list_patch CONFIG LISTS: prints a merge patch for lists. A line of LISTS is PATH, names that go, items that come, parted by tabs.
np_list_patch() {
  printf '%s\n' "$2" | while IFS='	' read -r np_path np_names np_items; do
    [ -n "$np_path" ] || continue
    np_text='{{printf "%q\n" .}}'
    case $np_path in *extraArgs) np_text='{{printf "%q %q\n" .name .value}}' ;; esac
    np_template="{{range .}}$np_text{{end}}" np_before= np_after=
    for np_word in $(printf '%s\n' "$np_path" | tr . '\n' | awk '{ all = $0 " " all } END { print all }'); do
      np_template="{{with .$np_word}}$np_template{{end}}"
    done
    for np_word in $(printf '%s\n' "$np_path" | tr . ' '); do np_before="$np_before{\"$np_word\":" np_after="$np_after}"; done
    np_stay=$(np_as_kubelet patch --local -f "$1" --type merge -p '{}' -o "go-template=$np_template" |
      NAMES=,$np_names, awk '
        match($0, /^"([^"\\]|\\.)*"/) {
          name = substr($0, 1, RLENGTH); value = substr($0, RLENGTH + 2)
          if (index(ENVIRON["NAMES"], "," name ",")) next
          printf "%s%s", sep, value == "" ? name : "{\"name\":" name ",\"value\":" value "}"; sep = ","
        }')
    [ -z "$np_stay" ] || [ -z "$np_items" ] || np_stay=$np_stay,
    printf '%s[%s%s]%s\n' "$np_before" "$np_stay" "$np_items" "$np_after"
  done
}
# np_cluster_configuration API MERGE LISTS: the ClusterConfiguration that the cluster has, with what cluster.yaml changes in it, as a
# file, which is $np_cluster.
np_cluster_configuration() {
  np_cluster=$NP_RUN/values/.cluster
  np_copy_of kubeadm-config ClusterConfiguration || { echo 'ConfigMap kubeadm-config of kube-system cannot be read'; return 1; }
  grep -qxF "apiVersion: $1" "$np_copied" || {
    printf '%s\n' "ConfigMap kubeadm-config has a ClusterConfiguration that is not of $1: convert it with kubeadm config migrate first"
    return 1
  }
  cp "$np_copied" "$np_cluster"
  np_lists=$(np_list_patch "$np_cluster" "$3") || return 1
  set -f; IFS=$NP_NL
  set -- "$2" $np_lists
  set +f; unset IFS
  for np_each; do
    np_patched "$np_cluster" "$np_each" >"$np_cluster.new" && mv "$np_cluster.new" "$np_cluster" || return 1
  done
}
# np_kubeadm_configuration: that with the host's own part, as a file for kubeadm, $np_config. By the step's values.
np_kubeadm_configuration() {
  np_cluster_configuration "$API" "$MERGE" "$LISTS" || return 1
  np_config=$NP_RUN/values/.kubeadm
  {
    cat "$np_cluster"
    printf '%s\n' --- "apiVersion: $API" 'kind: InitConfiguration' 'localAPIEndpoint:' "  advertiseAddress: \"$ADDRESS\"" \
      "  bindPort: $PORT" 'nodeRegistration:' "  name: \"$NODE\"" "  criSocket: $CRI_SOCKET"
    [ -z "$PATCHES" ] || printf 'patches: %s\n' "$PATCHES"
  } >"$np_config"
}
# np_kubeadm_into FOLDER INSTEAD PHASE…: a phase of kubeadm init that writes into FOLDER. It only knows of INSTEAD, so it gets FOLDER in
# its place, which nobody else sees.
np_kubeadm_into() {
  unshare -m sh -c 'mount --make-rprivate / && mount --bind "$1" "$2" && shift 2 && exec kubeadm init phase "$@"' \
    sh "$@" --config "$np_config" >/dev/null
}
# np_render NAME: the manifest that kubeadm makes, $np_made.
np_render() {
  np_made=$NP_RUN/values/.manifests/$1.yaml
  rm -rf "$NP_RUN/values/.manifests"
  mkdir "$NP_RUN/values/.manifests"
  np_kubeadm_configuration || return 1
  case $1 in
    etcd) set -- "$1" etcd local ;;
    *) set -- "$1" control-plane "${1#kube-}" ;;
  esac
  np_pod=$1
  shift
  np_kubeadm_into "$NP_RUN/values/.manifests" "$np_manifests" "$@" && [ -s "$np_made" ] || return 1
  [ "$np_pod" != etcd ] || np_same_members
}
# Members of etcd that a manifest names matter for a new data folder alone. kubeadm init knows of this host only.
np_same_members() {
  awk 'NR == FNR { if (/--initial-cluster/) kept = kept $0 "\n"; next }
    /--initial-cluster/ { if (kept != "") { printf "%s", kept; kept = "" } next } { print }' \
    "$np_manifests/etcd.yaml" "$np_made" >"$np_made.new" && mv "$np_made.new" "$np_made"
}
# np_pod_says NAME: the digest of the manifest that the pod is from, and whether it is Ready.
np_pod_says() {
  np_kubectl -n kube-system get pod "$1-$NODE" -o 'jsonpath={.metadata.annotations.kubernetes\.io/config\.hash} {.status.conditions[?(@.type=="Ready")].status}'
}
np_pod_is() { np_said=$(np_pod_says "$1") && case $np_said in "$2 "*) [ "$3" = same ] ;; *) [ "$3" = other ] ;; esac && [ "${np_said##* }" = True ]; }
# np_gave_up NAME: the container of that name was started again, and does not run. $np_before_ids are those of before the change.
np_gave_up() {
  np_names=' '
  for np_id in $(timeout 20 crictl ps -a -q 2>/dev/null | head -n 20); do
    case $np_before_ids in *"$np_id"*) continue ;; esac
    np_stopped "$np_id" || continue
    [ "$np_name" = "$1" ] || continue
    np_attempt=$(np_field attempt)
    case $np_attempt in [1-9]*) return 0 ;; esac
  done
  return 1
}
np_rendered() { np_render "$1" && cmp -s "$np_made" "$np_manifests/$1.yaml"; }
# np_pod_words NAME: what became of the containers that were started since, and the last of their words. Puts that into $np_last.
np_pod_words() {
  np_last=
  for np_id in $(timeout 20 crictl ps -a -q 2>/dev/null | head -n 20); do
    case $np_before_ids in *"$np_id"*) continue ;; esac
    np_names=' '
    np_stopped "$np_id" && [ "$np_name" = "$1" ] || continue
    # An error in its arguments may come before pages of usage.
    np_said=$(timeout 10 crictl logs "$np_id" 2>&1 | head -c 262144) || :
    np_words=$(printf '%s\n' "$np_said" | grep -E '^(Error: |panic: |[EF][0-9]{4} )|^(error|invalid|unknown) ' | np_shown 5)
    [ -n "$np_words" ] || np_words=$(printf '%s\n' "$np_said" | np_no_usage | np_shown 5)
    printf '%s\n' "container $1 $np_what${np_words:+; its log ends:}"
    [ -z "$np_words" ] || printf '%s\n' "$np_words" | sed 's/^/  /'
    np_last="$np_what: $(printf '%s\n' "$np_words" | tail -n 1)"
    return 0
  done
  np_first_cause "$UNIT" "$np_began"
}
# np_old_pod NAME: the manifest of before, and the pod that was from it.
np_old_pod() {
  np_put_back "$1" "$np_manifests/$1.yaml"
  np_wait 240 "waiting for $1 as it was before" np_pod_is "$1" "$np_old" same
}
# np_pod_reads NAME: the pod has the arguments of its manifest: kubelet has read what was last written there.
np_pod_reads() {
  np_said=$(np_kubectl -n kube-system get pod "$1-$NODE" -o 'jsonpath={range .spec.containers[0].command[*]}{@}{"\n"}{end}') &&
    [ "$(printf '%s\n' "$np_said" | grep '^--')" = "$(sed -n "s/^ *- [\"']\{0,1\}\(--[^\"']*\).*/\1/p" "$np_manifests/$1.yaml")" ]
}
# np_roll_pod NAME
np_roll_pod() {
  np_old=
  ! np_unproven "$1" || read -r np_old <"$np_rolls/$1.hash" || :
  # The change that was cut off may be what keeps the API server from answering.
  if np_unproven "$1" && ! np_wait 60 'waiting for the API server' np_api_answers; then
    np_say "a change of $1 was cut off, and the API server does not answer: putting the former manifest back"
    np_old_pod "$1" || np_fail "$1 was put back as it was, and does not get ready: see crictl ps -a and crictl logs"
    np_proven "$1"
  fi
  np_await_api
  np_render "$1" || np_fail "kubeadm could not make the manifest of $1; it says why above. Nothing was changed"
  for np_image in $(sed -n 's/^ *image: *//p' "$np_made"); do
    crictl inspecti -q "$np_image" >/dev/null 2>&1 || np_pull "$np_image"
  done
  if ! np_unproven "$1"; then
    # Somebody may have edited it a moment ago: kubelet would never show a change back to what it still shows.
    np_wait 60 "waiting for kubelet to read the manifest of $1" np_pod_reads "$1" || :
    np_said=$(np_pod_says "$1") || np_fail "the pod $1-$NODE is not there"
    np_old=${np_said%% *}
    mkdir -p -m 0700 "$np_rolls"
    printf '%s\n' "$np_old" >"$np_rolls/$1.hash"
    np_keep_old "$1" "$np_manifests/$1.yaml"
  fi
  np_before_ids=$(timeout 20 crictl ps -a -q 2>/dev/null) || np_before_ids=
  np_began=$(date +%s)
  cmp -s "$np_made" "$np_manifests/$1.yaml" || np_write "$np_manifests/$1.yaml" 0600 root root <"$np_made"
  # Back to what it was before the change that was cut off, it has no other digest to wait for.
  np_as=other
  ! cmp -s "$np_made" "$np_rolls/$1.old" || np_as=same
  np_settles() { np_pod_is "$1" "$np_old" "$np_as" || np_gave_up "$1"; }
  np_wait 300 "waiting for $1 with its new settings" np_settles "$1" || :
  if ! np_pod_is "$1" "$np_old" "$np_as"; then
    np_pod_words "$1"
    np_say "$1 does not start: putting its former manifest back"
    np_old_pod "$1" || np_fail "$1 was put back as it was, and does not get ready: see crictl ps -a and crictl logs"
    np_proven "$1"
    np_fail "$1 does not start with its new settings and was put back as it was. No other node was changed. Correct cluster.yaml and run the command again${np_last:+. It $np_last}"
  fi
  np_proven "$1"
  rm -f "$np_rolls/$1.hash"
}
# What the cluster keeps of its ClusterConfiguration.
np_cluster_is() {
  np_cluster_configuration "$API" "$MERGE" "$LISTS" && [ "$(np_patched "$np_copied" '{}')" = "$(cat "$np_cluster")" ]
}
np_roll_cluster() {
  np_await_api
  np_cluster_configuration "$API" "$MERGE" "$LISTS" || np_fail 'the configuration of the cluster could not be changed; see above'
  np_set_config_map kubeadm-config ClusterConfiguration "$np_cluster"
}
