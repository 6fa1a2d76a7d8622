#!/bin/sh
# Runs a command line inside a host as root. $1: file of the host's cgroups, $2: pid of its init, $3: command line.
set -eu
while read -r type _ _ dir; do
  # With version 2 no process may be in a group that has groups below.
  if [ "$type" = cgroup2 ]; then
    dir=$dir/lab-exec
    mkdir -p "$dir"
  fi
  echo $$ >"$dir/cgroup.procs"
done <"$1"
exec nsenter --target "$2" --mount --uts --ipc --net --pid --cgroup \
  env -i HOME=/root USER=root LOGNAME=root SHELL=/bin/sh TERM="${TERM:-dumb}" LANG=C.UTF-8 \
  PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin sh -c "cd; $3"
