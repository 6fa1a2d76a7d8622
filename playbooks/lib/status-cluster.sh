# What `nodeprep status` asks a control plane about the whole cluster: lines of KEY and words, `end` last. Nothing is changed.
np_status_cluster() {
  np_status_nodes && np_status_dns
  np_status_etcd
  echo end
}
# Lines `node NAME FIELD="…" …`, quoted by kubectl so that no node can say a line of another. `api no` where nobody answers.
np_status_nodes() {
  np_kubectl get nodes -o 'go-template={{range .items}}node {{.metadata.name}}{{with .status.nodeInfo}}{{printf " kubelet=%.64q runtime=%.64q" .kubeletVersion .containerRuntimeVersion}}{{end}}{{range .status.conditions}}{{if eq .type "Ready"}}{{printf " ready=%.16q" .status}}{{if ne .status "True"}}{{printf " reason=%.64q message=%.300q" .reason .message}}{{end}}{{end}}{{end}}{{with .spec.unschedulable}} cordoned="true"{{end}}{{with .metadata.annotations}}{{with index . "nodeprep.dev/turn"}}{{printf " turn=%.200q" .}}{{end}}{{end}}{{"\n"}}{{end}}' ||
    { echo 'api no'; return 1; }
  echo 'api yes'
}
# `dns ADDRESS yes` where a pod of the cluster's own DNS is ready, else `dns ADDRESS no`; nothing where it has none.
np_status_dns() {
  np_dns=$(np_dns_address) && [ -n "$np_dns" ] || return 0
  if np_dns_serves; then np_said=yes; else np_said=no; fi
  printf '%s\n' "dns $np_dns $np_said"
}
# Lines `etcd ID NAME URL`, and of each member that answers `etcd-status ID BYTES LEADER-ID VERSION`.
np_status_etcd() {
  np_own_etcd || return 0
  np_lines=$(np_etcd_members) || { echo 'etcd-down'; return 0; }
  printf '%s\n' "$np_lines" | while read -r np_id np_name np_url; do
    printf '%s\n' "etcd $np_id $np_name $np_url"
    [ "$np_url" != - ] || continue
    for np_path in /v3 /v3beta; do
      np_etcd "${np_url#https://}" POST "$np_path/maintenance/status" '{}' </dev/null | np_status_member "$np_id" && break
    done
  done
}
# np_status_member ID: the fields of an answer on stdin; false where it is none.
np_status_member() {
  tr -d ' \n' | awk -v id="$1" '
    function word(key) { return match($0, "\"" key "\":\"[^\"]*\"") ? substr($0, RSTART + length(key) + 4, RLENGTH - length(key) - 5) : "-" }
    { size = word("dbSize"); if (size == "-") exit; print "etcd-status", id, size, word("leader"), word("version") }' | grep .
}
