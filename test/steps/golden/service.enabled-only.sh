# service kubelet enabled
changes() {
np_unit kubelet
case $np_state in *LoadState=not-found*) exit ;; esac
np_told=$(np_tell_unit kubelet LoadState 'loaded, not masked' loaded)
[ -z "$np_told" ] || { printf '%s\n' "$np_told"; exit; }
np_tell_unit kubelet UnitFileState enabled enabled static alias indirect generated
case $np_state in *NeedDaemonReload=yes*) np_tell kubelet 'loaded before its unit files changed' reloaded ;; esac
! np_owed kubelet || np_tell kubelet 'restart pending' restarted
}
check() {
! np_owed kubelet &&
np_unit kubelet && set -- $np_state &&
case " $* " in *' NeedDaemonReload=no '*) ;; *) false ;; esac &&
case " $* " in *' LoadState=loaded '*) ;; *) false ;; esac &&
case " $* " in *' UnitFileState=enabled '* | *' UnitFileState=static '* | *' UnitFileState=alias '* | *' UnitFileState=indirect '* | *' UnitFileState=generated '*) ;; *) false ;; esac
}
apply() {
systemctl daemon-reload
np_remember unit kubelet "$(systemctl show -p ActiveState -p UnitFileState kubelet | tr '\n' ' ')$NP_NL"'wanted enabled'
case $(systemctl show -p UnitFileState kubelet) in
*=masked-runtime) systemctl unmask --runtime kubelet ;;
*=masked) systemctl unmask kubelet ;;
esac
systemctl enable kubelet
! np_owed kubelet || systemctl try-restart kubelet
np_paid kubelet
}
