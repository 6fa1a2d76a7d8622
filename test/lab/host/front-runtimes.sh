#!/bin/sh
# Run by dpkg when it has ended: the name of a runtime's program is there as long as its package is.
for path in /usr/sbin/runc /usr/bin/crun; do
  if [ -x "/usr/lib/lab/${path##*/}" ]; then
    ln -sf /usr/lib/lab/oci-runtime "$path"
  else
    rm -f "$path"
  fi
done
