#!/bin/sh
# Stands before the real kubeadm on hosts of the fault matrix: passes everything on, writes down when an init, join or reset
# begins and how it ends, and holds an end while /opt/faults/through.kubeadm-VERB.armed is there.
log=/opt/faults/kubeadm.log
case $1 in
  join | reset) ;;
  init) [ "$2" != phase ] || exec /usr/bin/kubeadm "$@" ;;
  *) exec /usr/bin/kubeadm "$@" ;;
esac
echo "$1 began" >>"$log"
/usr/bin/kubeadm "$@"
status=$?
echo "$1 ended $status" >>"$log"
mark=/opt/faults/through.kubeadm-$1
if [ -e "$mark.armed" ]; then
  : >"$mark.reached"
  while [ -e "$mark.armed" ]; do sleep 0.05; done
fi
exit $status
