#!/bin/sh
# Puts itself into the host's cgroups and namespaces and becomes its init. Arguments: see start.sh.
# $1: file with a line "type options name folder" a cgroup, $2: the host's network namespace.
set -eu
while read -r _ _ _ dir; do
  echo $$ >"$dir/cgroup.procs"
done <"$1"
cd /
exec nsenter --net="$2" unshare --mount --uts --ipc --pid --cgroup --fork sh "${0%/*}/start.sh" "$@"
