# np_manifest_objects FILE: the objects of a manifest that the cluster has, each a line KIND APIVERSION NAMESPACE NAME; what has no
# namespace has <none>.
np_manifest_objects() {
  np_kubectl get -f "$1" --ignore-not-found --no-headers \
    -o custom-columns=KIND:.kind,API:.apiVersion,NAMESPACE:.metadata.namespace,NAME:.metadata.name
}
# np_manifest_digest FILE: of what the cluster has of a manifest: which objects there are, the data of ConfigMaps, and the generations of
# DaemonSets, which the API server counts up with each change of their spec. Others are changed by controllers as well.
np_manifest_digest() {
  np_all=$(np_kubectl get -f "$1" --ignore-not-found --no-headers \
    -o custom-columns=KIND:.kind,NAMESPACE:.metadata.namespace,NAME:.metadata.name,GENERATION:.metadata.generation,DATA:.data) || return 1
  np_sum=$(printf '%s\n' "$np_all" | awk '$1 == "DaemonSet" { $5 = "" } /^[A-Z]/ && $1 != "DaemonSet" { $4 = "" } $1 == "Secret" { $5 = "" } { print }' | sha256sum)
  printf '%s\n' "${np_sum%% *}"
}
# np_manifest_untouched FILE DIGEST: nobody has changed what it has since that digest was made, or what was changed is not in FILE.
np_manifest_untouched() { [ "$(np_manifest_digest "$1")" = "$2" ] || np_kubectl diff -f "$1"; }
# np_manifest_differs FILE: for plans, the objects that are not there, and what differs of the others. Nothing of a Secret.
np_manifest_differs() {
  np_kubectl diff -f "$1" | awk '
    function tell() {
      if (name == "") return
      if (whole) print "+ " name
      else printf "  %s\n%s", name, lines
    }
    /^diff / { tell(); count = split($NF, parts, "/"); name = parts[count]; whole = 1; lines = ""; shown = 0; next }
    /^(---|\+\+\+|@@) / { next }
    !/^\+/ { whole = 0 }
    name ~ /\.Secret\./ || !/^[-+]/ { next }
    # What the API server writes itself, of which older kubectls show all.
    /^[-+] *(- apiVersion:|(- |\? )?"?([fkv]:|\.:|manager:|operation:|time:|fieldsType:|fieldsV1:|generation:|deprecated\.daemonset))/ { next }
    ++shown <= 20 { lines = lines $0 "\n" }
    shown == 21 { lines = lines "  (more lines differ)\n" }
    END { tell() }'
}
# np_manifest_former FORMER NEW: removes the objects of FORMER that NEW does not have, whatever versions of the API they name.
# With some kinds goes what others have made: those are named and left.
np_manifest_former() {
  [ -s "$1" ] || return 0
  np_had=$(np_manifest_objects "$1") || {
    np_warn 'the API server does not know all kinds of the former manifest: what the new one does not have any more stays in the cluster'
    return 0
  }
  np_has=$(np_manifest_objects "$2")
  printf '%s\n' "$np_had" | while read -r np_kind np_api np_space np_name; do
    [ -n "$np_name" ] || continue
    ! printf '%s\n' "$np_has" | awk -v k="$np_kind" -v s="$np_space" -v n="$np_name" '$1 == k && $3 == s && $4 == n { f = 1 } END { exit !f }' || continue
    case $np_kind in
      Namespace | CustomResourceDefinition | PersistentVolume | PersistentVolumeClaim)
        np_warn "$np_kind $np_name is not in the manifest any more. It stays, because everything in it would go with it; delete it by kubectl if nobody uses it"
        continue
        ;;
    esac
    case $np_space in '<none>') np_in= ;; *) np_in=", namespace: \"$np_space\"" ;; esac
    np_say "removing $np_kind $np_name, which the manifest does not have any more"
    printf 'apiVersion: %s\nkind: %s\nmetadata: { name: "%s"%s }\n' "$np_api" "$np_kind" "$np_name" "$np_in" |
      np_kubectl_long delete --ignore-not-found -f -
  done
}
# np_manifest_rolled_out FILE: waits until the pods of what it has are those of it.
np_manifest_rolled_out() {
  np_manifest_objects "$1" | while read -r np_kind _ np_space np_name; do
    case $np_kind in DaemonSet | Deployment | StatefulSet) ;; *) continue ;; esac
    # Whose pods somebody has to delete by hand is not waited for.
    np_strategy=$(np_kubectl -n "$np_space" get "$np_kind/$np_name" -o 'jsonpath={.spec.updateStrategy.type}')
    [ "$np_strategy" != OnDelete ] || continue
    np_say "waiting until $np_kind $np_name is rolled out"
    np_kubectl_long -n "$np_space" rollout status "$np_kind/$np_name" --timeout=300s || {
      np_kubectl -n "$np_space" get pods -o wide
      np_fail "$np_kind $np_name was not rolled out within 300 s; its pods are above"
    }
  done
}
