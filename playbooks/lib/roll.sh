# Changes of nodes that run. What stood there before one is kept below this folder, as NAME.old, until it has proved itself; the
# facts of the next run tell of it.
np_rolls=$NP_STATE/roll
# np_keep_old NAME FILE: only what has proved itself is worth going back to, so what is kept already stays.
np_keep_old() {
  [ ! -e "$np_rolls/$1.old" ] || return 0
  mkdir -p -m 0700 "$np_rolls" && cp -p "$2" "$np_rolls/.$1" && np_sync "$np_rolls/.$1" && mv "$np_rolls/.$1" "$np_rolls/$1.old"
}
np_proven() { for np_each; do rm -f "$np_rolls/$np_each.old"; done; }
np_unproven() { [ -e "$np_rolls/$1.old" ]; }
# np_put_back NAME FILE
np_put_back() { np_write "$2" "$(stat -c %a "$np_rolls/$1.old")" root root <"$np_rolls/$1.old"; }
# Only while it is applied: what is compared has to be made first, and a plan makes nothing. The facts told it what differs.
np_applying() { [ "$NP_MODE" = apply ]; }
# np_patched FILE PATCH: prints the YAML with a JSON merge patch, in kubectl's own way of writing, of which it asks no server.
np_patched() {
  if np_patch_by_file; then
    printf '%s\n' "$2" >"$NP_RUN/values/.patch"
    np_as_kubelet patch --local -f "$1" --type merge --patch-file "$NP_RUN/values/.patch" -o yaml
  else
    # No patch has a secret in it.
    np_as_kubelet patch --local -f "$1" --type merge -p "$2" -o yaml
  fi
}
# A plan has no folder to write to, and kubectl before 1.21 reads no file.
np_patch_by_file() {
  [ -d "$NP_RUN/values" ] && case ${np_patch_help=$(np_as_kubelet patch --help)} in *--patch-file*) ;; *) false ;; esac
}
# np_is_patched FILE PATCH: the patch would change nothing.
np_is_patched() {
  np_is=$(np_patched "$1" '{}') && np_would_be=$(np_patched "$1" "$2") && [ -n "$np_is" ] && [ "$np_is" = "$np_would_be" ]
}
# np_config_map NAME KEY [NAMESPACE [OPTION…]]: prints what a ConfigMap has there, of kube-system if nothing else is said.
np_config_map() {
  np_key=$(printf '%s\n' "$2" | sed 's/\./\\./g') np_map=$1 np_space=${3:-kube-system}
  shift "$(($# < 3 ? $# : 3))"
  np_kubectl -n "$np_space" get configmap "$np_map" "$@" -o "jsonpath={.data.$np_key}"
}
# np_set_config_map NAME KEY FILE [NAMESPACE]: that key gets the file's text, and all else in the ConfigMap stays. By a server-side
# apply, so that the text is in no argument.
np_set_config_map() {
  np_kubectl -n "${4:-kube-system}" create configmap "$1" "--from-file=$2=$3" --dry-run=client -o yaml |
    np_kubectl apply --server-side --force-conflicts --field-manager nodeprep -f - >/dev/null
}
# np_copy_of NAME KEY: what a ConfigMap has, as a file, which is $np_copied.
np_copy_of() {
  np_copied=$NP_RUN/values/.$1
  np_config_map "$1" "$2" >"$np_copied" && [ -s "$np_copied" ]
}
# np_patch_copy NAME KEY PATCH
np_patch_copy() {
  np_copy_of "$1" "$2" || np_fail "ConfigMap $1 of kube-system cannot be read"
  np_patched "$np_copied" "$3" >"$np_copied.new" || np_fail "ConfigMap $1 of kube-system could not be changed: see above"
  np_set_config_map "$1" "$2" "$np_copied.new"
}
np_is_copied() { np_copy_of "$1" "$2" && np_is_patched "$np_copied" "$3"; }
