# Why kubeadm failed where its own words are only «connection refused» or «deadline exceeded».
# np_shown COUNT: the last lines of stdin for people. They are words of containers and daemons: no control characters, no long lines.
np_shown() { tail -n "$1" | tr -d '\000-\010\013-\037\177' | cut -c 1-300; }
# np_no_usage: stdin without blank lines, and without the usage that programs print after an error in their arguments.
np_no_usage() { awk '/^Usage/ { usage = 1; next } usage && /^[ \t]/ { next } NF { usage = 0; print }'; }
# np_field NAME: the first value of that name in the JSON that crictl inspect prints, which is in $np_info.
np_field() {
  printf '%s\n' "$np_info" | sed -n "/^ *\"$1\": */{s///;s/,\$//;s/^\"//;s/\"\$//;p;}" | head -n 1
}
# np_stopped ID: puts what became of a container that does not run into $np_what, and its name into $np_name. Of each name only the
# newest counts, which crictl lists first.
np_stopped() {
  np_info=$(timeout 10 crictl inspect "$1" 2>/dev/null | head -n 1000 | np_shown 1000)
  np_name=$(printf '%s\n' "$np_info" | sed -n '/"metadata": {/,/}/p' | sed -n 's/.*"name": "\([A-Za-z0-9._-]*\)".*/\1/p' | head -n 1)
  case $np_names in *" $np_name "*) return 1 ;; esac
  np_names="$np_names$np_name "
  np_what=$(np_field state)
  case $np_what in
    '' | CONTAINER_RUNNING) return 1 ;;
    CONTAINER_EXITED) np_what="exited with code $(np_field exitCode)" ;;
    *) np_what='was created, but did not start' ;;
  esac
  np_line=$(np_field message)
  [ -z "$np_line" ] || np_what="$np_what: $np_line"
}
# np_errors_of UNIT SINCE PATTERN: what a unit has logged since then that is an error. Left out is what says only that the API
# server is not there yet, and that kubelet had no configuration before kubeadm wrote it.
np_errors_of() {
  journalctl -u "$1" --since "@$2" -n 2000 -o cat --no-pager 2>/dev/null | grep -E "$3" |
    grep -vE 'connection refused|node .*not found|kubelet/config.yaml: no such file' | np_shown 5
}
# np_say_errors WHO LINES
np_say_errors() { [ -z "$2" ] || { printf '%s logged these errors:\n' "$1"; printf '%s\n' "$2" | sed 's/^/  /'; }; }
# np_first_cause UNIT SINCE: looks at containers, at the runtime's UNIT and at kubelet, and ends with the first cause: etcd before
# the API server, which cannot do without it, a container before the daemons. SINCE is when kubeadm began, in seconds since the
# epoch. What kubeadm refuses before it starts kubelet, it says clearly itself.
np_first_cause() {
  [ -s /var/lib/kubelet/config.yaml ] || return 0
  np_names=' ' np_cause= np_rank=9
  for np_id in $(timeout 20 crictl ps -a -q 2>/dev/null | head -n 20); do
    np_stopped "$np_id" || continue
    np_words=$(timeout 10 crictl logs "$np_id" 2>&1 | np_no_usage | np_shown 5)
    printf '%s\n' "container $np_name $np_what${np_words:+; its log ends:}"
    [ -z "$np_words" ] || printf '%s\n' "$np_words" | sed 's/^/  /'
    case $np_name in etcd) np_this=1 ;; kube-apiserver) np_this=2 ;; *) np_this=3 ;; esac
    [ "$np_this" -lt "$np_rank" ] || continue
    np_last=$(printf '%s\n' "$np_words" | tail -n 1)
    np_rank=$np_this np_cause="container $np_name $np_what${np_last:+: $np_last}"
  done
  np_runtime=$(np_errors_of "$1" "$2" 'level="?(error|fatal)')
  np_say_errors "$1" "$np_runtime"
  np_kubelet=$(np_errors_of kubelet "$2" '^E[0-9]{4} |level="?(error|fatal)')
  np_say_errors kubelet "$np_kubelet"
  for np_words in "$np_runtime" "$np_kubelet"; do
    [ -n "$np_cause" ] || np_cause=$(printf '%s\n' "$np_words" | head -n 1)
  done
  [ -z "$np_cause" ] || printf '%s\n' "first cause found: $np_cause"
}
